use crate::snapshot::Capability;
use serde::{Deserialize, Serialize};

/// Something measured, or why it could not be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fact<T> {
    /// It was measured.
    Known(T),
    /// It was looked at and can't be told.
    Unclear(Reason),
    /// What would be needed was not seen.
    Unseen(Capability),
}

impl<T> Fact<T> {
    /// The measurement, if there is one.
    pub fn known(self) -> Option<T> {
        match self {
            Fact::Known(value) => Some(value),
            _ => None,
        }
    }

    /// Both, or why one of them is not known; the first one's reason comes first.
    pub fn and<U>(self, other: Fact<U>) -> Fact<(T, U)> {
        match (self, other) {
            (Fact::Known(one), Fact::Known(other)) => Fact::Known((one, other)),
            (Fact::Unclear(reason), _) | (Fact::Known(_), Fact::Unclear(reason)) => Fact::Unclear(reason),
            (Fact::Unseen(capability), _) | (Fact::Known(_), Fact::Unseen(capability)) => Fact::Unseen(capability),
        }
    }

    /// The same fact about something else.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Fact<U> {
        match self {
            Fact::Known(value) => Fact::Known(f(value)),
            Fact::Unclear(reason) => Fact::Unclear(reason),
            Fact::Unseen(capability) => Fact::Unseen(capability),
        }
    }
}

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $key:literal),+ $(,)?) => {
        /// Why something can't be told. Each has its sentence in `rules/reasons.toml`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Reason { $($(#[$doc])* $name),+ }

        impl Reason {
            /// Every reason.
            pub const ALL: &'static [Reason] = &[$(Reason::$name),+];

            /// Its key in `rules/reasons.toml`.
            pub fn key(self) -> &'static str {
                match self { $(Reason::$name => $key),+ }
            }
        }
    };
}

reasons!(
    /// The backdrop is an image.
    ImageBackdrop = "image-backdrop",
    /// The backdrop is a gradient.
    GradientBackdrop = "gradient-backdrop",
    /// It is scaled, turned or filtered.
    Transformed = "transformed",
    /// A template fills it in.
    TemplateHole = "template-hole",
    /// The control is neither on nor off.
    MixedState = "mixed-state",
    /// Whether pressing it is consent is not said.
    UnclearAcknowledgement = "unclear-acknowledgement",
    /// Only “save my choices” could refuse.
    SaveMayRefuse = "save-may-refuse",
    /// It waits for a script to show it.
    Latent = "latent",
    /// The label both wants and does not want.
    MixedPolarity = "mixed-polarity",
    /// A star stands for “required” and nothing enforces it.
    StarOnly = "star-only",
    /// An attribute for a script says “required”, and nothing is seen to enforce it.
    RequiredByScript = "required-by-script",
    /// It is on and can't be switched off, and may be a function that the service can't do without.
    LockedFunction = "locked-function",
    /// Agreeing to a privacy notice may be read as consent.
    PrivacyNoticeAgreed = "privacy-notice-agreed",
    /// The text can be reached by scrolling a box inside the page.
    InnerScroller = "inner-scroller",
    /// The text unfolds when its heading is pressed.
    Collapsed = "collapsed",
    /// A recipient may be named.
    NameUnsure = "name-unsure",
    /// The wording can be read both ways.
    UnsureWording = "unsure-wording",
    /// Other purposes stand behind a link.
    PurposesBehindLink = "purposes-behind-link",
    /// The words are quoted, or are about someone else's site.
    Quoted = "quoted",
    /// What is agreed to may be a contract alone.
    ContractAlone = "contract-alone",
    /// A script may do what the markup does not say.
    ScriptMayAct = "script-may-act",
    /// Marketing to own customers may need no consent.
    SoftOptIn = "soft-opt-in",
    /// Its colour shows one state and its place another.
    ColourAgainstPlace = "colour-against-place",
    /// The walk did not come to its end.
    WalkUnfinished = "walk-unfinished",
    /// The page keeps an identifier of its own.
    OwnIdentifier = "own-identifier",
    /// What is kept may be the record of the choice.
    RecordOfChoice = "record-of-choice",
    /// A request tells another site that nothing was agreed to.
    DenialTold = "denial-told",
    /// Only a legitimate interest is claimed.
    InterestClaimed = "interest-claimed",
    /// The refusal alone is confirmed, with nothing that accepts.
    NeutralConfirmation = "neutral-confirmation",
    /// It can't be seen whether it took effect.
    EffectUnseen = "effect-unseen",
    /// The walk ended on another page, or the page was loaded anew.
    PageChanged = "page-changed",
    /// What is gone may need the consent that was taken back.
    MayNeedConsent = "may-need-consent",
    /// What is asked for may be needed to find the right record.
    RecordSought = "record-sought",
    /// A way to object may stand behind a link.
    ObjectionBehindLink = "objection-behind-link",
    /// The profile was not fresh.
    ProfileNotFresh = "profile-not-fresh",
    /// It may stand behind a log-in.
    BehindLogin = "behind-login",
    /// The words may name a purpose that is not known by its words.
    PurposeUnsure = "purpose-unsure",
    /// A tick may show what the person chose earlier.
    SavedChoice = "saved-choice",
    /// What is sold may carry no right to withdraw.
    NoRightPerhaps = "no-right-perhaps",
    /// It went to the site itself.
    OwnServer = "own-server",
    /// Each of two actions comes first in one direction of reading.
    OrderUnsure = "order-unsure",
    /// A purpose is asked for that was not asked for before.
    NewPurpose = "new-purpose",
    /// Whether the person is asked is up to the browser.
    BrowserDecides = "browser-decides",
    /// Only necessary cookies are named.
    NecessaryAlone = "necessary-alone",
    /// Words that would refuse stand on nothing that is known to react.
    ControlUnsure = "control-unsure",
);
