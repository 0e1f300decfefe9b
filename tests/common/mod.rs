//! What several tests share.

#![allow(unreachable_pub, clippy::unwrap_used)]

pub mod server;
