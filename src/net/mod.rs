//! What may be reached, and how.
