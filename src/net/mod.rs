//! What may be reached, and how: one place that decides, for every fetch that is not a browser's.

mod address;
mod fetch;
mod site;

pub use address::{Refused, admit};
pub use fetch::{FetchError, Fetched, MOST_BYTES, fetch, fetch_sheet};
pub use site::{is_third_party, site_of};
