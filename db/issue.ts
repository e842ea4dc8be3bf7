import type {
  DatePrecision,
  DevelopmentStatus,
  DevelopmentType,
  DirectionWord,
  SourceKind,
  WithdrawalLink,
} from "./vocabulary";

/** What an issue of the digest says, fixed when its week closed. */

export type IssueEntry = {
  slug: string;
  title: string;
  /** First sentence of the summary. */
  lead: string;
  body: { slug: string; name: string; shortName: string };
  decidedOn: string;
  datePrecision: DatePrecision;
  status: DevelopmentStatus;
  type: DevelopmentType | null;
  link: WithdrawalLink;
  areas: {
    slug: string;
    name: string;
    direction: DirectionWord;
    median: number | null;
    scorers: number;
    /** From whoever may score it and has not. Never stored. */
    hidden?: true;
  }[];
  source: { url: string; title: string; publisher: string; kind: SourceKind };
  sources: number;
  /** Readers had seen an earlier version of it, before this week or in it. */
  updated: boolean;
};

export type Ahead = {
  title: string;
  date: string;
  /** The last day of what lasts several; issues made before this was kept have none. */
  endDate?: string | null;
  datePrecision: DatePrecision;
  url: string | null;
  /** Its body, and the areas of its development, by which a view chooses it; issues made before this was kept have none. */
  marks?: string[];
};

export type Coverage = {
  watched: number;
  checked: number;
  /** The first day of the checks that count. */
  since: string;
  /** Names of pages that could not be reached when last checked. */
  unreachable: string[];
  waiting: number;
  published: number;
};

export type IssueContents = { ahead: Ahead[]; coverage: Coverage };
