//! Reading what was seen before.
