//! Seeing without a browser.
