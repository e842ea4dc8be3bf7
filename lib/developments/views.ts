import type { Source } from "@/db/content";
import type {
  ActorKind,
  ActorRole,
  BodyKind,
  DatePrecision,
  DevelopmentStatus,
  DevelopmentType,
  DirectionWord,
  GovernanceForm,
  Period,
  Scope,
  WithdrawalLink,
} from "@/db/vocabulary";

import type { ManyWord } from "./filters";
import type { StageDays } from "./spans";

/** What readers get of developments, the same on pages and in JSON. Browser-safe. */

export type BodyBadge = { slug: string; name: string; acronym: string | null; shortName: string; kind: BodyKind };

export type ImpactView = {
  area: { slug: string; name: string };
  direction: DirectionWord;
  /** -2..+2; null where nobody scored. */
  median: number | null;
  low: number | null;
  high: number | null;
  scorers: number;
  /** Kept from a scorer who has not given theirs yet; nothing else is told of it. */
  hidden?: true;
};

/** With found words between U+E000 and U+E001. */
export type FoundText = { title: string; extract: string };

export type DevelopmentRow = {
  id: number;
  slug: string;
  title: string;
  /** First sentence of the summary. */
  lead: string;
  decidedOn: string;
  datePrecision: DatePrecision;
  takesEffectOn: string | null;
  period: Period;
  type: DevelopmentType | null;
  status: DevelopmentStatus;
  link: WithdrawalLink;
  body: BodyBadge;
  impacts: ImpactView[];
  sourceCount: number;
  primarySourceCount: number;
  /** ISO instants. */
  firstKnownAt: string;
  knownSince: string;
  /** Only for a search. */
  found?: FoundText;
};

export type DevelopmentPage = { data: DevelopmentRow[]; total: number; next: string | null };

export type ScoreView = {
  direction: number | null;
  confidence: number | null;
  reason: string;
  scorer: string;
  /** The scale of the area said something else when it was given. */
  reworded: boolean;
  /** What the same person said before, and when that was changed; null where nothing was. */
  changed: { from: number | null; at: string } | null;
};

/** Another stage of the same decision. */
export type StageView = {
  slug: string;
  title: string;
  decidedOn: string;
  datePrecision: DatePrecision;
  status: DevelopmentStatus;
};

export type DevelopmentDetail = DevelopmentRow & {
  /** Markdown. */
  summary: string;
  verificationNote: string;
  retractedBecause: string | null;
  /** The slug of what stands for a merged duplicate. */
  mergedInto: string | null;
  /** Duplicates that were merged into this. */
  merged: { slug: string; title: string }[];
  form: GovernanceForm | null;
  scope: Scope;
  /** When it reached each stage of its way, as far as its versions say. */
  stageDays: StageDays;
  /** Earlier stages, and later ones, of the same decision. */
  carriesForward: StageView[];
  carriedForwardBy: StageView[];
  affectedBodies: BodyBadge[];
  actors: { slug: string; name: string; kind: ActorKind; role: ActorRole }[];
  scores: Record<string, ScoreView[]>;
  sources: Source[];
  revision: {
    id: number;
    number: number;
    hash: string;
    approvedAt: string;
    approvedBy: string | null;
    authors: string[];
  };
  revisionCount: number;
};

export type FacetValue = { value: string; label: string; n: number; chosen: boolean };
export type MonthCount = {
  /** 2026-02; of a date of which only the year is known, its January. */
  month: string;
  precision: "month" | "year";
  period: Period;
  link: WithdrawalLink;
  n: number;
};

export type Facets = {
  total: number;
  /** The same list by month. */
  months: MonthCount[];
  facets: Record<ManyWord, FacetValue[]>;
};
