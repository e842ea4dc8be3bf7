import type {
  ActorRole,
  DatePrecision,
  DevelopmentStatus,
  DevelopmentType,
  GovernanceForm,
  Period,
  Scope,
  SourceKind,
  WithdrawalLink,
} from "./vocabulary";

export type Source = { url: string; title: string; publisher: string; kind: SourceKind };
export type ActorInRole = { slug: string; role: ActorRole };

/**
 * Everything one version of a development says, as a revision stores it. Null and "" are "not known yet":
 * a draft may lack anything, what goes to review may not (see lib/developments/rules.ts).
 */
export type DevelopmentContent = {
  title: string;
  bodySlug: string | null;
  decidedOn: string | null;
  datePrecision: DatePrecision | null;
  status: DevelopmentStatus | null;
  type: DevelopmentType | null;
  /** Markdown. */
  summary: string;
  takesEffectOn: string | null;
  period: Period | null;
  affectedBodySlugs: string[];
  actors: ActorInRole[];
  areaSlugs: string[];
  linkToWithdrawal: WithdrawalLink;
  scope: Scope;
  /** Where it sets up or changes an arrangement of governance; null for all others. */
  form: GovernanceForm | null;
  /** Slugs of published developments of which this is a later stage. */
  carriesForward: string[];
  sources: Source[];
  /** What was and was not read; readers see it. */
  verificationNote: string;
  /** For the second person only; readers never see it. */
  noteForReviewer: string;
  /** A reason here makes this a retraction: the page stays and says why. */
  retractedBecause: string | null;
  /** Of a retracted duplicate: the slug of the development that stands for it. Its page goes there for ever. */
  mergedInto: string | null;
};

/** A version that says nothing yet; also what a version stored before a field existed says of that field. */
export const emptyContent: DevelopmentContent = {
  title: "",
  bodySlug: null,
  decidedOn: null,
  datePrecision: null,
  status: null,
  type: null,
  summary: "",
  takesEffectOn: null,
  period: null,
  affectedBodySlugs: [],
  actors: [],
  areaSlugs: [],
  linkToWithdrawal: "none",
  scope: "internet",
  form: null,
  carriesForward: [],
  sources: [],
  verificationNote: "",
  noteForReviewer: "",
  retractedBecause: null,
  mergedInto: null,
};
