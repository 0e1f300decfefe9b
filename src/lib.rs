//! A linter for dark patterns in consent interfaces.
//!
//! Seeing and judging are two things: everything that sees a page produces a [`snapshot::Snapshot`], and
//! everything that judges reads one and nothing else.

pub mod checks;
pub mod collect;
pub mod finding;
pub mod lexicon;
pub mod meaning;
pub mod net;
pub mod rules;
pub mod snapshot;
