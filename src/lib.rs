//! A linter for dark patterns in consent interfaces.
//!
//! Seeing and judging are two things: everything that sees a page produces a [`snapshot::Snapshot`], and
//! everything that judges reads one and nothing else. `docs/architecture.md` names the rooms.

pub mod checks;
pub mod cli;
pub mod collect;
pub mod config;
pub mod eval;
pub mod finding;
pub mod lexicon;
pub mod lint;
pub mod meaning;
pub mod net;
pub mod report;
pub mod rules;
pub mod snapshot;
pub mod walk;
