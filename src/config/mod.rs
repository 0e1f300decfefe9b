//! What a person sets for their own pages: suppressions inside them. This room is handed what it reads.

mod suggest;
mod suppression;

pub use suggest::suggest;
pub use suppression::{Suppressed, Suppressions, suppress};
