/** The closed lists of words of the record. Table checks, input shapes and select boxes derive from here. */

export const developmentTypes = [
  "resolution",
  "standard",
  "policy",
  "treaty",
  "report",
  "appointment",
  "election",
  "funding",
  "withdrawal",
  "accession",
  "statement",
  "meeting-outcome",
  "consultation",
  "court-ruling",
  "law",
  "network-disruption",
] as const;
export type DevelopmentType = (typeof developmentTypes)[number];

export const developmentStatuses = [
  "proposed",
  "adopted",
  "in-force",
  "implemented",
  "rejected",
  "lapsed",
  "withdrawn",
] as const;
export type DevelopmentStatus = (typeof developmentStatuses)[number];

export const datePrecisions = ["day", "month", "year"] as const;
export type DatePrecision = (typeof datePrecisions)[number];

export const periods = ["baseline", "after"] as const;
export type Period = (typeof periods)[number];

export const withdrawalLinks = ["direct", "plausible", "none"] as const;
export type WithdrawalLink = (typeof withdrawalLinks)[number];

/** The form of a new arrangement of governance; null where a development sets none up. */
export const governanceForms = ["multilateral", "regional", "bilateral", "private", "national", "reformed"] as const;
export type GovernanceForm = (typeof governanceForms)[number];

/** Ways between stages of a decision whose length in days is known. */
export const stageSpans = ["to-adoption", "to-effect"] as const;
export type StageSpan = (typeof stageSpans)[number];

/** Whether a development concerns the internet, or is kept to compare with; charts leave the second out. */
export const scopes = ["internet", "comparison"] as const;
export type Scope = (typeof scopes)[number];

export const editorialStates = ["draft", "in-review", "published", "retracted"] as const;
export type EditorialState = (typeof editorialStates)[number];

export const sourceKinds = ["primary", "secondary"] as const;
export type SourceKind = (typeof sourceKinds)[number];

export const bodyKinds = [
  "un-body",
  "technical-community",
  "naming-numbering",
  "coalition-forum",
  "regional-economic",
  "national-authority",
  "court",
  "monitor-civil-society",
  "other",
] as const;
export type BodyKind = (typeof bodyKinds)[number];

export const participationStages = [
  "announced",
  "ordered",
  "notified",
  "effective",
  "funding-cut",
  "dissociated",
  "member",
  "observer",
  "never-member",
  "re-engaged",
  "reversed",
] as const;
export type ParticipationStage = (typeof participationStages)[number];

export const actorKinds = [
  "country",
  "bloc",
  "international-body",
  "company",
  "civil-society",
  "technical-community",
  "government-agency",
  "person",
] as const;
export type ActorKind = (typeof actorKinds)[number];

export const actorRoles = [
  "proposer",
  "supporter",
  "opponent",
  "abstainer",
  "host",
  "signatory",
  "withdrawer",
  "funder",
  "dissociated",
  "observer",
] as const;
export type ActorRole = (typeof actorRoles)[number];

/** A body or actor proposed inside a draft becomes listed when a development that names it is approved. */
export const listingStates = ["proposed", "listed"] as const;

export const personRoles = ["contributor", "editor", "admin"] as const;
export type PersonRole = (typeof personRoles)[number];

export const reviewOutcomes = ["approved", "changes-requested", "withdrawn"] as const;
export type ReviewOutcome = (typeof reviewOutcomes)[number];

export const withdrawalRelations = ["direct", "indirect", "none"] as const;
export const withdrawalGroups = ["non-un", "un"] as const;

export const milestoneKinds = [
  "withdrawal-stage",
  "meeting",
  "deadline",
  "expiry",
  "law-application",
  "chair-change",
  "review",
] as const;

export const claimStatuses = ["supported", "contradicted", "mixed", "open", "untestable"] as const;
export type ClaimStatus = (typeof claimStatuses)[number];

export const directionWords = ["negative", "neutral", "positive", "unscored"] as const;
export type DirectionWord = (typeof directionWords)[number];

/** The steps of the scale -2, -1, +1, +2; its middle is "neutral". */
export const directionSteps = ["strongly-restricts", "restricts", "opens", "strongly-opens"] as const;
export type DirectionStep = (typeof directionSteps)[number];

/** The value of a filter word under which everything stands that has none recorded. */
export const unrecorded = "none";
export type Unrecorded = typeof unrecorded;

/** The last month of which the record was collected evenly; few records after it say nothing. */
export const collectedUntil = "2026-08";

/** The day the memorandum was signed: what is decided from this day on is "after", what came before "baseline". */
export const withdrawalDay = "2026-01-07";

/** How a subscriber came to be one. */
export const consents = ["confirmed-by-link", "added-by-operator"] as const;
export type Consent = (typeof consents)[number];

/** Why an address gets nothing any more, whatever it is subscribed to. */
export const suppressions = ["refused", "bounced", "complained"] as const;

/** Where an issue of the digest stands: before its week closed, frozen and going out, kept back, done. */
export const issueStates = ["open", "ready", "held", "sent"] as const;

/** What a change to something that was sent is: told to its readers, only noted, or no correction at all. */
export const changeKinds = ["material", "minor", "news"] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** Where one issue to one subscriber stands; see lib/digests/deliver.ts. */
export const deliveryStates = ["queued", "sending", "retry", "accepted", "failed", "skipped", "uncertain"] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export const sourceCheckOutcomes = ["nothing-new", "something-new", "unreachable"] as const;
export type SourceCheckOutcome = (typeof sourceCheckOutcomes)[number];
