//! A linter for dark patterns in consent interfaces.
//!
//! Seeing and judging are two things: everything that sees a page produces a [`snapshot::Snapshot`], and
//! everything that judges reads one and nothing else.

pub mod collect;
pub mod net;
pub mod snapshot;
