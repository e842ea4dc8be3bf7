import { createHash } from "node:crypto";
import { type ActorOption, listActorOptions } from "@/lib/actors/propose";
import { listAreas } from "@/lib/areas/queries";
import { type BodyOption, listBodyOptions } from "@/lib/bodies/propose";
import type { Person, PersonContext } from "@/lib/context";
import { asTyped, requireColumns } from "@/lib/csv";
import { Invalid } from "@/lib/errors";
import { readDay } from "@/lib/typed-day";
import { type Changes, changesSchema } from "./schema";

/** Lines of a CSV with the columns of the one that can be taken, as what a form would say. */

const columns = [
  ...["title", "body", "decided_on", "date_precision", "status", "type", "period", "summary", "takes_effect_on"],
  ...["link_to_withdrawal", "scope", "form", "bodies_concerned", "areas", "actors", "carries_forward", "sources"],
  ...["source_title", "source_publisher", "source_kind", "verification_note"],
] as const;
type Column = (typeof columns)[number];
export const importColumns: readonly string[] = columns;

/** In the file that can be taken, and not for anybody to set. */
const passedOver = ["slug", "body_name", "body_kind", "primary_sources", "first_known_at", "known_since", "address"];

export type Line = { record: Partial<Record<Column, string>>; info: { lines: number } };

/** What a line says. The same line brought again by the same person has the same form key; `slug` is that of where it was taken. */
export type ReadLine = { line: number; changes: Changes; formKey: string; slug: string | null };

/** How such a file is parsed, at once or as it comes. */
export const csvOptions = { columns: checkColumns, bom: true, trim: true, skip_empty_lines: true, info: true } as const;

function checkColumns(heading: string[]): string[] {
  requireColumns(heading, "csv", importColumns, passedOver);
  if (!heading.includes("title")) throw new Invalid({ csv: "Line 1: there is no column title." });
  return heading;
}

/** What lines are read by: who is named in the record, and who brings them. */
export type LineReader = (line: Line) => { read: ReadLine } | { problems: string[] };

export async function makeLineReader(ctx: PersonContext): Promise<LineReader> {
  const [bodies, actors, areas] = await Promise.all([listBodyOptions(ctx), listActorOptions(ctx), listAreas(ctx)]);
  const names = {
    body: index(bodies, ({ slug, name, acronym, aliases }: BodyOption) => [slug, name, acronym, ...aliases]),
    actor: index(actors, ({ slug, name, aliases }: ActorOption) => [slug, name, ...aliases]),
    area: index(areas, ({ slug, name }) => [slug, name]),
  };
  return ({ record, info }) => {
    try {
      const changes = changesOf(record, names);
      const { slug = "" } = record as { slug?: string };
      return { read: { line: info.lines, changes, formKey: keyOf(ctx.caller, changes), slug: slug || null } };
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      return { problems: problemsOf(info.lines, error) };
    }
  };
}

export const problemsOf = (line: number, { fields }: Invalid): string[] =>
  Object.values(fields).map((problem) => `Line ${line}: ${problem}`);

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
  if (Object.values(record).some((text) => text.includes("\uFFFD"))) {
    throw new Invalid({ csv: "letters are lost here: this file is not UTF-8. Save it as UTF-8 and bring it again." });
  }
  const problems: Record<string, string> = {};
  const find = (kind: keyof Names, column: Column, name: string): string => {
    const slug = names[kind].get(plain(name));
    if (!slug)
      problems[column] =
        `${column}: there is no ${kind} “${name.slice(0, 80)}”. ${kind === "area" ? "/about lists them." : "Add it at the desk first, or use its slug."}`;
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
