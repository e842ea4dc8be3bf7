import type { Filters } from "@/lib/developments/filters";
import type { Agreement } from "@/lib/scores/agreement";

/** What a chart answers, the same for its page, JSON, downloads, pictures and embeds. Browser-safe. */

export const chartIds = [
  "directions-by-area",
  "developments-over-time",
  "direction-over-time",
  "area-by-body",
  "withdrawal-list",
  "roles-by-actor-group",
  "time-to-decision",
  "rules-for-companies",
  "money-and-outputs",
  "forms-of-governance",
  "us-participation",
] as const;
export type ChartId = (typeof chartIds)[number];

export type Step = "month" | "quarter" | "year";

/** One figure: a bar, a point, a cell. */
export type Point = {
  /** 2026-02, 2026-Q1 or 2026 on an axis of time, else a word of the record. */
  x: string;
  /** How x reads: "February 2026", "ITU". */
  label: string;
  /** Developments (of withdrawal-list: names) behind it; null where nothing is known. */
  n: number | null;
  /** In the unit of the chart; null where there is none. */
  value: number | null;
  low: number | null;
  high: number | null;
  /** People whose scores stand behind the value. */
  scorers: number | null;
  /** The list that holds exactly `n`. */
  href: string | null;
};

export type Series = {
  key: string;
  label: string;
  /** Of all its points: a development stands once, however many points hold it. */
  n: number | null;
  href: string | null;
  /** How far scorers agree; null where fewer than two scored the same. */
  agreement?: Agreement | null;
  points: Point[];
};

/** A development that stands on the axis. */
export type AxisMark = { x: string; on: string; label: string; href: string };

/** Left out, and where to see it. */
export type Excluded = { reason: string; n: number; href: string | null };

/** What a figure is: a number of developments, a direction (-2..+2), a share in percent, days, a stage, or names. */
type Measure = "developments" | "direction" | "share" | "days" | "stage" | "names";

/** How a chart is drawn. */
type Form = "steps" | "rows" | "columns" | "directions" | "matrix" | "pieces" | "spans" | "lanes" | "list";

export type ChartAnswer = {
  id: ChartId;
  title: string;
  /** What is measured, and what one mark is. */
  subtitle: string;
  rule: string;
  /** One sentence or two made from the data: largest, smallest, change, n, period. */
  summary: string;
  /** The day whose end is shown; today for a live answer. */
  asOf: string;
  /** What that day means, said after it. */
  known: string;
  filters: Partial<Filters>;
  /** The filters as a reader would say them; "" where nothing is chosen. */
  filtersInWords: string;
  /** Of its page. */
  address: string;
  /** What the axis holds, and by what the series are told apart; words of the address. */
  by: string | null;
  per: Step | null;
  form: Form;
  measure: Measure;
  /** The list behind the whole chart; no list where the filters and the chart have nothing in common. */
  total: { n: number; href: string | null };
  excluded: Excluded[];
  warnings: string[];
  marks: AxisMark[];
  series: Series[];
  /** Kept back from a scorer; the summary says why. */
  isBlind?: true;
  /** What it is compared with, as the address says it ("area:encryption"), and the same chart of that list. */
  compare?: string;
  beside?: Beside;
};

type Beside = {
  answer: ChartAnswer;
  /** What either holds of the word they differ in: "Encryption", "all areas". */
  names: [string, string];
  /** Two periods lie on two sides of 7 January 2026, which share no scale. */
  sameScale: boolean;
};
