//! Seeing with Chromium.
