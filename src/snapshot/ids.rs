use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl $name {
            /// Place in the list that this id points into.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

id!(
    /// Place of a node in [`Snapshot::nodes`](super::Snapshot::nodes).
    NodeId
);
id!(
    /// Place of a document in [`Snapshot::frames`](super::Snapshot::frames). The page itself is 0.
    FrameId
);
id!(
    /// Place of a style in [`Snapshot::styles`](super::Snapshot::styles).
    StyleId
);
