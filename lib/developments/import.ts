import { createHash } from "node:crypto";
import { CsvError, parse } from "csv-parse/sync";
import { inArray } from "drizzle-orm";
import { developments } from "@/db/schema";
import { type ActorOption, listActorOptions } from "@/lib/actors/propose";
import { listAreas } from "@/lib/areas/queries";
import { requireCan } from "@/lib/auth/access";
import { type BodyOption, listBodyOptions } from "@/lib/bodies/propose";
import type { Context, Person } from "@/lib/context";
import { asTyped, requireColumns } from "@/lib/csv";
import { Invalid } from "@/lib/errors";
import { readDay } from "@/lib/typed-day";
import { createDevelopment } from "./save";
import { type Changes, changesSchema } from "./schema";

/** Many developments at once, as drafts of whoever brings them: a CSV with the columns of the one that can be taken. */

const columns = [
  ...["title", "body", "decided_on", "date_precision", "status", "type", "period", "summary", "takes_effect_on"],
  ...["link_to_withdrawal", "scope", "form", "bodies_concerned", "areas", "actors", "carries_forward", "sources"],
  ...["source_title", "source_publisher", "source_kind", "verification_note"],
] as const;
type Column = (typeof columns)[number];
export const importColumns: readonly string[] = columns;

/** In the file that can be taken, and not for anybody to set. */
const passedOver = ["slug", "body_name", "body_kind", "primary_sources", "first_known_at", "known_since", "address"];

export const mostImported = 500;

export type ReadLine = { line: number; changes: Changes; formKey: string };

/**
 * Reads every line of a CSV. Throws Invalid where one is wrong, with a message for each; nothing of it is stored then.
 */
export async function readImport(ctx: Context, csv: string): Promise<ReadLine[]> {
  requireCan(ctx.caller, "development.create");
  const { caller } = ctx;
  const records = parseCsv(csv);
  if (records.length === 0) throw new Invalid({ csv: "There is no line below the one with the names of the columns." });
  if (records.length > mostImported) {
    throw new Invalid({ csv: `${records.length} lines are more than ${mostImported}. Bring them in several parts.` });
  }
  const [bodies, actors, areas] = await Promise.all([listBodyOptions(ctx), listActorOptions(ctx), listAreas(ctx)]);
  const names = {
    body: index(bodies, ({ slug, name, acronym, aliases }: BodyOption) => [slug, name, acronym, ...aliases]),
    actor: index(actors, ({ slug, name, aliases }: ActorOption) => [slug, name, ...aliases]),
    area: index(areas, ({ slug, name }) => [slug, name]),
  };
  const problems: string[] = [];
  const lines = records.flatMap(({ record, info }): ReadLine[] => {
    try {
      const changes = changesOf(record, names);
      return [{ line: info.lines, changes, formKey: keyOf(caller, changes) }];
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      problems.push(...Object.values(error.fields).map((problem) => `Line ${info.lines}: ${problem}`));
      return [];
    }
  });
  if (problems.length > 0) throw new Invalid({ csv: problems.slice(0, 60).join("\n") });
  return lines;
}

/** Stores every line as a draft, or none. The same line brought again by the same person is the same draft. */
export async function importDrafts(ctx: Context, csv: string): Promise<{ made: number; known: number }> {
  const lines = await readImport(ctx, csv);
  return ctx.db.transaction(async (tx) => {
    const brought = new Map(lines.map((one) => [one.formKey, one]));
    const known = await tx
      .select({ key: developments.formKey })
      .from(developments)
      .where(inArray(developments.formKey, [...brought.keys()]));
    for (const { key } of known) brought.delete(key ?? "");
    const fresh = [...brought.values()];
    for (const { line, changes, formKey } of fresh) {
      await createDevelopment({ ...ctx, db: tx }, { formKey, changes }).catch((error) => {
        throw error instanceof Invalid ? new Invalid({ csv: `Line ${line}: ${error.message}` }) : error;
      });
    }
    return { made: fresh.length, known: lines.length - fresh.length };
  });
}

type Line = { record: Partial<Record<Column, string>>; info: { lines: number } };

function parseCsv(csv: string): Line[] {
  try {
    return parse(csv, { columns: checkColumns, bom: true, trim: true, skip_empty_lines: true, info: true });
  } catch (error) {
    if (error instanceof CsvError) throw new Invalid({ csv: `Line ${error.lines}: this is no CSV. ${error.message}` });
    throw error;
  }
}

function checkColumns(heading: string[]): string[] {
  requireColumns(heading, "csv", importColumns, passedOver);
  if (!heading.includes("title")) throw new Invalid({ csv: "Line 1: there is no column title." });
  return heading;
}

const plain = (text: string) => text.normalize("NFKC").toLowerCase().trim();

/** By each name something may be called by. */
const index = <Option extends { slug: string }>(options: Option[], namesOf: (option: Option) => (string | null)[]) =>
  new Map(options.flatMap((one) => namesOf(one).flatMap((name) => (name ? [[plain(name), one.slug] as const] : []))));

type Names = Record<"body" | "actor" | "area", Map<string, string>>;

/** Throws Invalid, with a message for each column that is wrong. */
function changesOf(record: Line["record"], names: Names): Changes {
  const cell = (column: Column) => asTyped(record[column] ?? "");
  const list = (column: Column) =>
    cell(column)
      .split(";")
      .map((part) => part.trim())
      .filter(Boolean);
  const problems: Record<string, string> = {};
  const find = (kind: keyof Names, column: Column, name: string): string => {
    const slug = names[kind].get(plain(name));
    if (!slug)
      problems[column] =
        `${column}: there is no ${kind} “${name.slice(0, 80)}”. Add it at the desk first, or use its slug.`;
    return slug ?? "";
  };
  const when = readDay(cell("decided_on"));
  if (when && "problem" in when) problems.decided_on = `decided_on: ${when.problem}`;
  const effect = readDay(cell("takes_effect_on"));
  if (effect && ("problem" in effect || effect.precision !== "day")) {
    problems.takes_effect_on = "takes_effect_on: a whole day, such as 2026-11-30.";
  }
  const changes = {
    title: cell("title"),
    bodySlug: cell("body") ? find("body", "body", cell("body")) : null,
    decidedOn: when && "day" in when ? when.day : null,
    datePrecision: cell("date_precision") || (when && "day" in when ? when.precision : null),
    ...word("status", cell("status")),
    ...word("type", cell("type")),
    ...word("period", cell("period")),
    ...word("linkToWithdrawal", cell("link_to_withdrawal")),
    ...word("scope", cell("scope")),
    ...word("form", cell("form")),
    summary: cell("summary"),
    takesEffectOn: effect && "day" in effect ? effect.day : null,
    affectedBodySlugs: list("bodies_concerned").map((name) => find("body", "bodies_concerned", name)),
    areaSlugs: list("areas").map((name) => find("area", "areas", name)),
    actors: list("actors").map((text) => {
      const [, name = "", role = ""] = /^(.*)\(([a-z]+)\)$/.exec(text) ?? [];
      if (!role) problems.actors = `actors: “${text.slice(0, 80)}” has no role. Write it as united-states (proposer).`;
      return { slug: role ? find("actor", "actors", name.trim()) : "", role };
    }),
    carriesForward: list("carries_forward"),
    sources: sourcesOf(cell),
    verificationNote: cell("verification_note"),
  };
  const read = changesSchema.safeParse(changes);
  for (const issue of read.error?.issues ?? []) {
    const field = String(issue.path[0]);
    const column = columnOf[field] ?? field;
    problems[column] ??= issue.message;
  }
  if (!read.success || Object.keys(problems).length > 0) throw new Invalid(problems);
  return read.data;
}

/** Where a field has another name than its column, so that what is wrong is said once. */
const columnOf: Record<string, string> = {
  bodySlug: "body",
  decidedOn: "decided_on",
  takesEffectOn: "takes_effect_on",
  affectedBodySlugs: "bodies_concerned",
  areaSlugs: "areas",
};

const word = <Name extends string>(name: Name, value: string) => (value === "" ? {} : { [name]: value });

/** Addresses with spaces between them; what is said of a source is said of the first. */
function sourcesOf(cell: (column: Column) => string) {
  const [title, publisher, kind] = [cell("source_title"), cell("source_publisher"), cell("source_kind")];
  return cell("sources")
    .split(/\s+/)
    .filter(Boolean)
    .map((url, place) => ({
      ...{ url, title: place === 0 ? title : "", publisher: place === 0 ? publisher : "" },
      kind: (place === 0 && kind) || "secondary",
    }));
}

/** A form key as a UUID of what the line says. */
function keyOf({ id }: Person, changes: Changes): string {
  const hex = createHash("sha256")
    .update(`import ${id} ${JSON.stringify(changes)}`)
    .digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
