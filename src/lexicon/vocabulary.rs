use serde::{Deserialize, Serialize};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every one, in order.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word that files and reports use.
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            /// The one with this name.
            pub fn named(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.name() == word)
            }
        }
    };
}

words!(
    /// What pressing something announces.
    Intent {
        /// Agree to everything asked for.
        Accept = "accept",
        /// Refuse everything that can be refused.
        Reject = "reject",
        /// Agree to what is necessary alone, which refuses the rest.
        AcceptNecessary = "accept-necessary",
        /// Open finer choices.
        Settings = "settings",
        /// Keep the choices as they stand.
        Save = "save",
        /// Take note ("OK", "Got it").
        Acknowledge = "acknowledge",
        /// Go away without a choice.
        Close = "close",
        /// Be asked again.
        Later = "later",
        /// Pay or subscribe.
        Pay = "pay",
        /// Send a form, go on with the service.
        Submit = "submit",
        /// Something else.
        Other = "other",
        /// The label can't be read.
        Unknown = "unknown",
    }
);

words!(
    /// What data are used for, or what a box is for.
    Purpose {
        /// Newsletters, offers, calls, messages.
        Marketing = "marketing",
        /// Advertisements shown.
        Advertising = "advertising",
        /// Measuring and statistics.
        Analytics = "analytics",
        /// Passing data on to others.
        Sharing = "sharing",
        /// Judging or predicting a person.
        Profiling = "profiling",
        /// Content or offers fitted to a person.
        Personalisation = "personalisation",
        /// Preferences and comfort.
        Functional = "functional",
        /// Content of other hosts: videos, maps, social media.
        ExternalMedia = "external-media",
        /// A contract: terms of use, terms of sale.
        Terms = "terms",
        /// A privacy notice.
        PrivacyPolicy = "privacy-policy",
        /// What the service can't do without.
        Necessary = "necessary",
        /// Messages about an order or an account.
        ServiceMessage = "service-message",
        /// Staying signed in.
        RememberMe = "remember-me",
        /// A setting that asks for no consent.
        OtherSetting = "other-setting",
        /// Something bought besides: an insurance, a donation, a subscription, wrapping.
        PaidExtra = "paid-extra",
        /// What the person asked for: an answer, a delivery, a check, a treatment.
        Request = "request",
    }
);

impl Purpose {
    /// Whether a person is asked to let data be used for it: neither a contract nor a setting nor a notice.
    pub fn needs_consent(self) -> bool {
        matches!(
            self,
            Purpose::Marketing
                | Purpose::Advertising
                | Purpose::Analytics
                | Purpose::Sharing
                | Purpose::Profiling
                | Purpose::Personalisation
                | Purpose::Functional
                | Purpose::ExternalMedia
        )
    }

    /// Purposes that one consent may cover together (EDPB 05/2020 § 57: operations with the same purpose).
    pub fn family(self) -> u8 {
        match self {
            Purpose::Marketing => 0,
            Purpose::Advertising | Purpose::Profiling | Purpose::Personalisation => 1,
            Purpose::Analytics => 2,
            Purpose::Sharing => 3,
            Purpose::Functional => 4,
            Purpose::ExternalMedia => 5,
            _ => 6,
        }
    }
}

words!(
    /// Words by which a longer label is understood.
    Grammar {
        /// Turns what follows into its opposite.
        Negation = "negation",
        /// Nothing else.
        Only = "only",
        /// Everything.
        All = "all",
        /// What can't be done without.
        Necessary = "necessary",
        /// What can.
        Optional = "optional",
        /// What was chosen.
        Selection = "selection",
        /// Leaving out what follows.
        Without = "without",
        /// Both.
        And = "and",
        /// Either.
        Or = "or",
        /// Both or either: which is left open.
        AndOr = "and-or",
        /// Takes part of a denial back, or says that it is none: "but", "except", "no later than".
        Exception = "exception",
        /// Makes what it opens a condition: "if".
        Condition = "condition",
        /// What was named before it does not happen: "does not take place".
        NotDone = "not-done",
    }
);

words!(
    /// What a text says about consent.
    Saying {
        /// It is about cookies, personal data, tracking.
        Topic = "topic",
        /// A use goes by what a person does or likes.
        OfBehaviour = "of-behaviour",
        /// Somebody agrees.
        Agree = "agree",
        /// Agreement is tied to another action.
        ByAction = "by-action",
        /// Agreement is claimed from mere use.
        ByBrowsing = "by-browsing",
        /// Something is done for another end: the first half of a claim by action.
        Doing = "doing",
        /// The site is used on: the first half of a claim by use.
        GoingOn = "going-on",
        /// Going on, and with what is not said: "by continuing". A claim by use where cookies are agreed to.
        Continuing = "continuing",
        /// What is done is made an agreement: the second half of both.
        Assents = "assents",
        /// Messages will come, and about what is not said yet.
        Opening = "opening",
        /// A person's own order, booking, application.
        OwnAffair = "own-affair",
        /// The form can't be sent without it.
        Required = "required",
        /// What a service is agreed on, and no use of data: a payment, an invoice, charges, rules of the house.
        ServiceMatter = "service-matter",
        /// One takes messages by it: the label of a button that subscribes.
        Subscribes = "subscribes",
        /// What is there is picked out of: filtered, sorted, exported.
        Filter = "filter",
        /// A permission of the browser or the device is asked for: notifications, place, contacts, camera.
        Permission = "permission",
        /// Ticking means no.
        OptOut = "opt-out",
        /// Something named before is not wished: the first half of an opt-out that refers back.
        Unwished = "unwished",
        /// A tick is asked for: the second half.
        Ticking = "ticking",
        /// A choice is asked for.
        Ask = "ask",
        /// Consent can be taken back.
        Withdraw = "withdraw",
        /// Others receive data.
        ThirdParty = "third-party",
        /// They look like others and are the same controller.
        OwnGroup = "own-group",
        /// Who works for the service: its team, its staff.
        OwnPeople = "own-people",
        /// A list of the recipients.
        RecipientList = "recipient-list",
        /// Nothing is collected.
        NoCollection = "no-collection",
        /// Nothing is sold.
        NoSale = "no-sale",
        /// Where somebody is.
        OfLocation = "of-location",
        /// Messages of the browser.
        OfNotifications = "of-notifications",
        /// The camera, or what it is for.
        OfCamera = "of-camera",
        /// The microphone, or what it is for.
        OfMicrophone = "of-microphone",
        /// The address book.
        OfContacts = "of-contacts",
        /// The clipboard, or what it is for.
        OfClipboard = "of-clipboard",
        /// A refusal that belittles whoever refuses.
        Shame = "shame",
        /// A document that is an agreement.
        AgreementName = "agreement-name",
        /// Legitimate interest as the ground of a use.
        LegitimateInterest = "legitimate-interest",
        /// After a refusal data are used all the same, on another ground.
        BasisSwap = "basis-swap",
        /// Refusing is done somewhere else: in the browser's settings, in a policy.
        RefuseElsewhere = "refuse-elsewhere",
        /// Closing the notice refuses.
        CloseRefuses = "close-refuses",
        /// Consent is taken back by another channel: e-mail, letter, telephone.
        WithdrawElsewhere = "withdraw-elsewhere",
        /// How long something is kept or lives.
        Lifetime = "lifetime",
        /// Something was read or understood, and not agreed to.
        HaveRead = "have-read",
        /// Messages will come, unasked.
        WillSend = "will-send",
        /// The link or title of an opt-out of sale or sharing.
        SaleOptOut = "sale-opt-out",
        /// Data of special categories.
        Sensitive = "sensitive",
        /// Children, or an age below that of consent.
        Child = "child",
        /// A parent or guardian.
        Guardian = "guardian",
        /// Data about a person that a form asks for: telephone, birthday, identity number.
        PersonalField = "personal-field",
        /// Proof of who somebody is.
        IdentityProof = "identity-proof",
        /// A subscription, a membership, a price by the month.
        Subscription = "subscription",
        /// A trial.
        Trial = "trial",
        /// It renews, or turns into a paid one, by itself.
        Renewal = "renewal",
        /// One price, paid in a fixed number of parts.
        Instalments = "instalments",
        /// A sum that is taken off a price.
        Saving = "saving",
        /// How to cancel.
        Cancel = "cancel",
        /// Costs nothing.
        Free = "free",
        /// What a purchase comes to.
        OrderTotal = "order-total",
        /// Pressing obliges to pay.
        PayObligation = "pay-obligation",
        /// A way to reach somebody: e-mail, telephone, post. In the lexicon of field names, for all languages.
        Channel = "channel",
        /// Time or stock is short.
        Urgency = "urgency",
        /// Feelings are appealed to: fear, guilt, care, only the good sides.
        Emotion = "emotion",
        /// Everybody can see it.
        Public = "public",
        /// Few or nobody can.
        Private = "private",
        /// A tick has to be taken away.
        Untick = "untick",
        /// The label of what leads to one's own: an account, a log-in, orders, a plan; or to help.
        Account = "account",
        /// Content is chosen for the person.
        Chosen = "chosen",
        /// Content is no longer fitted to the person.
        StopPersonal = "stop-personal",
        /// Content is fitted to the person more than before.
        MorePersonal = "more-personal",
        /// How the page looks and sounds: theme, size of letters, language.
        Display = "display",
        /// The label of what withdraws from a contract.
        WithdrawContract = "withdraw-contract",
        /// The right of withdrawal, and texts about it.
        WithdrawalRight = "withdrawal-right",
        /// Goods are sent back, or an order is cancelled.
        Returns = "returns",
        /// Goods are ordered and delivered.
        Goods = "goods",
        /// What may carry no right of withdrawal: a booking, a ticket, what is made to measure, a sale to businesses.
        Exempt = "exempt",
    }
);

/// What a phrase means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Concept {
    /// A verb that carries an intent.
    Verb(Intent),
    /// A word that shapes a label.
    Grammar(Grammar),
    /// A purpose.
    Purpose(Purpose),
    /// A saying about consent.
    Saying(Saying),
}
