//! One question each about one subject.
//!
//! A check measures and answers; what the answers mean together is for rules. Each lives in a file of its own, and its
//! options are its schema.

mod answer;
mod subject;

pub use answer::{Answer, Needs};
pub use subject::{On, Subject};

use crate::finding::Evidence;
use crate::snapshot::Goal;
use schemars::JsonSchema;
use serde::Deserialize;

/// A question about a subject.
trait Ask {
    /// The key in rule pages.
    const NAME: &'static str;
    /// The subjects that it can be asked of.
    const SUBJECTS: &'static [On];
    /// Names of the evidence that it gives.
    const MEASURES: &'static [&'static str] = &[];

    /// The walks that it has to know; none for what one look shows.
    fn walks(&self) -> Vec<Goal> {
        Vec::new()
    }

    /// Asks it, and notes what was measured.
    fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer;
}

macro_rules! checks {
    ($($module:ident :: $check:ident,)+) => {
        $(mod $module;)+

        /// A check with its options, as a rule page writes it: `{ default = "on" }`.
        #[derive(Clone, Debug, Deserialize, JsonSchema)]
        #[serde(rename_all = "kebab-case")]
        pub enum Check {
            $(
                #[doc = concat!("See the check of this name.")]
                $check($module::$check),
            )+
        }

        impl Check {
            /// The key in rule pages.
            pub fn name(&self) -> &'static str {
                match self { $(Check::$check(_) => $module::$check::NAME),+ }
            }

            /// The subjects that it can be asked of.
            pub fn subjects(&self) -> &'static [On] {
                match self { $(Check::$check(_) => $module::$check::SUBJECTS),+ }
            }

            /// Names of the evidence that it gives.
            pub fn measures(&self) -> &'static [&'static str] {
                match self { $(Check::$check(_) => $module::$check::MEASURES),+ }
            }

            /// Asks it, and notes what was measured.
            pub fn ask(&self, subject: &Subject, evidence: &mut Evidence) -> Answer {
                match self { $(Check::$check(check) => check.ask(subject, evidence)),+ }
            }

            /// The walks that it has to know; none for what one look shows.
            pub fn walks(&self) -> Vec<Goal> {
                match self { $(Check::$check(check) => check.walks()),+ }
            }

            /// Every check's key.
            pub const NAMES: &'static [&'static str] = &[$($module::$check::NAME),+];
        }
    };
}

checks! {
    choice_kind::ChoiceKind,
    default::Default,
    purpose::Purpose,
    necessity::Necessity,
    polarity::Polarity,
    recipient::Recipient,
    unseen_control::UnseenControl,
    records_earlier_choice::RecordsEarlierChoice,
    required::Required,
    own_purpose::OwnPurpose,
    separate_purposes::SeparatePurposes,
    purposes_behind_settings::PurposesBehindSettings,
    finer_choice::FinerChoice,
    terms_with_consent::TermsWithConsent,
    surface_asks::SurfaceAsks,
    surface_kind::SurfaceKind,
    surface_shown::SurfaceShown,
    layer::Layer,
    offers::Offers,
    refusable_by_choices::RefusableByChoices,
    shares_with_others::SharesWithOthers,
    recipients_named::RecipientsNamed,
    accept_form::AcceptForm,
    refuse_form::RefuseForm,
    prominence_gap::ProminenceGap,
    visible::Visible,
    font_size::FontSize,
    contrast::Contrast,
    action_in_view::ActionInView,
    in_view::InView,
    above_action::AboveAction,
    claims::Claims,
    hidden_by::HiddenBy,
    told_elsewhere::ToldElsewhere,
    consents_to_data::ConsentsToData,
    separate_choice::SeparateChoice,
    declines::Declines,
    shames::Shames,
    says::Says,
    page_says::PageSays,
    page_tracks::PageTracks,
    optional_choices::OptionalChoices,
    save_gap::SaveGap,
    refuse_contrast::RefuseContrast,
    refuse_smaller::RefuseSmaller,
    far_from_action::FarFromAction,
    names_document::NamesDocument,
    plain_link::PlainLink,
    looks_opposite::LooksOpposite,
    intent::Intent,
    only_way_out::OnlyWayOut,
    hard_to_press::HardToPress,
    moves::Moves,
    vendor_count::VendorCount,
    policy_link::PolicyLink,
    settings_say::SettingsSay,
    settings_unseen::SettingsUnseen,
    policy_unseen::PolicyUnseen,
    described_purpose::DescribedPurpose,
    negations::Negations,
    accept_intent::AcceptIntent,
    other_language::OtherLanguage,
    hard_to_read::HardToRead,
    blocks_page::BlocksPage,
    asks_for::AsksFor,
    purpose_beside::PurposeBeside,
    has_field::HasField,
    hurries::Hurries,
    priced::Priced,
    only_policy_box::OnlyPolicyBox,
    agrees::Agrees,
    withdraws_elsewhere::WithdrawsElsewhere,
    about_cookies::AboutCookies,
    says_minimum_age::SaysMinimumAge,
    offers_objection::OffersObjection,
    about_opting_out::AboutOptingOut,
    ends_order::EndsOrder,
    sells_subscription::SellsSubscription,
    scrolled_away::ScrolledAway,
    mixed_polarity::MixedPolarity,
    milder_option::MilderOption,
    refuse_dead::RefuseDead,
    refuse_late::RefuseLate,
    called_necessary::CalledNecessary,
    stakes::Stakes,
    addresses_children::AddressesChildren,
    soft_opt_in::SoftOptIn,
    shows_subscription::ShowsSubscription,
    purpose_perhaps::PurposePerhaps,
    way::Way,
    longer_way::LongerWay,
    tracks::Tracks,
    signal_granted::SignalGranted,
    has_signals::HasSignals,
    taken_for_consent::TakenForConsent,
    asks_again::AsksAgain,
    sends_consent::SendsConsent,
    asks_permission::AsksPermission,
    confirms_refusal::ConfirmsRefusal,
    refusal_kept::RefusalKept,
    purpose_in_sight::PurposeInSight,
    phone_differs::PhoneDiffers,
    order_flips::OrderFlips,
    statement_contradicted::StatementContradicted,
    ignores_signal::IgnoresSignal,
    lost_by_withdrawing::LostByWithdrawing,
    tells_of_signal::TellsOfSignal,
    statistics_unannounced::StatisticsUnannounced,
    screens_before_effect::ScreensBeforeEffect,
    promises_opt_out::PromisesOptOut,
    longer_opt_out::LongerOptOut,
    opens_only_cookies::OpensOnlyCookies,
    lacks_ending::LacksEnding,
    sells_goods::SellsGoods,
    lacks_withdrawal::LacksWithdrawal,
    chosen_for_person::ChosenForPerson,
    lacks_personal_off::LacksPersonalOff,
    blocks_way::BlocksWay,
    makes_agree_to::MakesAgreeTo,
    tied_to_sending::TiedToSending,
    refuses_already::RefusesAlready,
}
