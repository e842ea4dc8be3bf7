import type { z } from "zod";
import { type DevelopmentContent, emptyContent } from "@/db/content";
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
} from "@/db/vocabulary";
import { sayDay, shortenDay } from "@/lib/days";
import { periodOf, settleDates } from "@/lib/developments/rules";
import { type Changes, changesSchema } from "@/lib/developments/schema";
import type { FieldErrors } from "@/lib/errors";
import { readDay } from "@/lib/typed-day";

export type ActorRow = { slug: string; role: ActorRole | "" };
export type SourceRow = { key: number; url: string; title: string; publisher: string; kind: SourceKind };

/** What stands in the form, as typed: also what cannot be saved yet (half a date, an address without its end). */
export type FormValues = {
  title: string;
  bodySlug: string | null;
  when: { text: string; precision: DatePrecision | null };
  status: DevelopmentStatus | null;
  type: DevelopmentType | null;
  summary: string;
  takesEffect: string;
  /** Only what a person chose; where the date tells, this is null. */
  period: Period | null;
  affectedBodySlugs: string[];
  actors: ActorRow[];
  areaSlugs: string[];
  linkToWithdrawal: WithdrawalLink;
  scope: Scope;
  form: GovernanceForm | null;
  carriesForward: string[];
  sources: SourceRow[];
  verificationNote: string;
  noteForReviewer: string;
  retractedBecause: string | null;
  mergedInto: string | null;
};
export type FormField = keyof FormValues;

/** The fields of the record behind each field of the form. A date and its precision are one fact. */
export const contentOf: Record<FormField, (keyof DevelopmentContent)[]> = {
  title: ["title"],
  bodySlug: ["bodySlug"],
  when: ["decidedOn", "datePrecision"],
  status: ["status"],
  type: ["type"],
  summary: ["summary"],
  takesEffect: ["takesEffectOn"],
  period: ["period"],
  affectedBodySlugs: ["affectedBodySlugs"],
  actors: ["actors"],
  areaSlugs: ["areaSlugs"],
  linkToWithdrawal: ["linkToWithdrawal"],
  scope: ["scope"],
  form: ["form"],
  carriesForward: ["carriesForward"],
  sources: ["sources"],
  verificationNote: ["verificationNote"],
  noteForReviewer: ["noteForReviewer"],
  retractedBecause: ["retractedBecause"],
  mergedInto: ["mergedInto"],
};
export const formFields = Object.keys(contentOf) as FormField[];

export const fieldOf = (name: string): FormField | undefined => {
  const first = name.split(".")[0] ?? name;
  return formFields.find((field) => field === first || contentOf[field].some((content) => content === first));
};

export function fromContent(content: DevelopmentContent): FormValues {
  // A revision from before a field existed lacks it.
  const { bodySlug, decidedOn, datePrecision, takesEffectOn, period, sources, ...same } = {
    ...emptyContent,
    ...content,
  };
  return {
    ...same,
    bodySlug,
    when: {
      text: decidedOn ? sayDay(decidedOn, datePrecision ?? "day") : "",
      precision: decidedOn ? datePrecision : null,
    },
    takesEffect: takesEffectOn ? sayDay(takesEffectOn) : "",
    period: periodOf(content) === null ? period : null,
    sources: sources.map((source, index) => ({ key: index + 1, ...source })),
  };
}

const noDate = { decidedOn: null, datePrecision: null };

/** What is typed, as far as it can be saved, and why the rest cannot, each error under the path of its field. */
export type Reading = { content: Changes; errors: FieldErrors };

export function read(values: FormValues): Reading {
  const reading: Reading = { content: {}, errors: {} };
  const take = (field: keyof DevelopmentContent, value: unknown, path = (issue: PropertyKey[]) => issue.join(".")) => {
    const parsed = (changesSchema.shape[field] as z.ZodType).safeParse(value);
    if (parsed.success) Object.assign(reading.content, { [field]: parsed.data });
    for (const issue of parsed.error?.issues ?? []) reading.errors[path([field, ...issue.path])] ??= issue.message;
  };
  readWhen(values.when, reading);
  readTakesEffect(values.takesEffect, reading);
  // Which period follows from a date nobody can read yet is not known: it stays as the server has it.
  if (!reading.errors.when) take("period", periodOf({ ...noDate, ...reading.content }) ?? values.period);
  readActors(values.actors, take, reading);
  const written = values.sources.filter((row) => !isBlank(row));
  take(
    "sources",
    written.map(({ key: _, ...source }) => source),
    ([field, index, ...rest]) => {
      const row = typeof index === "number" ? written[index] : undefined;
      return [field, ...(row ? [values.sources.indexOf(row)] : []), ...rest].join(".");
    },
  );
  const plain = formFields.filter((field) => !["when", "takesEffect", "period", "actors", "sources"].includes(field));
  for (const field of plain) take(field as keyof DevelopmentContent, values[field]);
  return reading;
}

export const isBlank = (row: SourceRow) => !row.url.trim() && !row.title.trim() && !row.publisher.trim();

function readWhen({ text, precision }: FormValues["when"], { content, errors }: Reading) {
  const typed = readDay(text);
  if (!typed) {
    Object.assign(content, { decidedOn: null, datePrecision: null });
  } else if ("problem" in typed) {
    errors.when = typed.problem;
  } else {
    const known = precision ?? typed.precision;
    if (shortenDay(typed.day, known).length > shortenDay(typed.day, typed.precision).length) {
      errors.when =
        known === "day"
          ? "Type the day too, or say that only the month or year is known."
          : "Type the month too, or say that only the year is known.";
      return;
    }
    const { decidedOn } = settleDates({ ...emptyContent, decidedOn: typed.day, datePrecision: known });
    Object.assign(content, { decidedOn, datePrecision: known });
  }
}

function readTakesEffect(text: string, { content, errors }: Reading) {
  const typed = readDay(text);
  if (!typed) content.takesEffectOn = null;
  else if ("problem" in typed) errors.takesEffect = typed.problem;
  else if (typed.precision !== "day") errors.takesEffect = "Give the exact day, or leave this empty until it is known.";
  else content.takesEffectOn = typed.day;
}

function readActors(
  rows: ActorRow[],
  take: (field: "actors", value: unknown) => void,
  { errors }: Pick<Reading, "errors">,
) {
  for (const [index, row] of rows.entries()) {
    if (row.role === "") errors[`actors.${index}.role`] = "Choose the role of each actor.";
  }
  if (rows.every((row) => row.role !== "")) take("actors", rows);
}

/** The typed date with a precision that fits: typing decides anew, choosing a precision keeps the text. */
export function typedWhen(text: string): FormValues["when"] {
  const typed = readDay(text);
  return { text, precision: typed && !("problem" in typed) ? typed.precision : null };
}

export const nextKey = (rows: SourceRow[]) => Math.max(0, ...rows.map((row) => row.key)) + 1;
