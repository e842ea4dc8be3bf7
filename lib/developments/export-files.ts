import { stringify } from "csv-stringify/sync";
import type { Context } from "@/lib/context";
import { type ExportRow, exportPages } from "./export";
import type { Filters } from "./filters";

/** A list as files for spreadsheets and programs, written while it is read. */

export const exportFiles = ["developments.csv", "impacts.csv", "developments.json"] as const;
export type ExportFile = (typeof exportFiles)[number];

type Ctx = Pick<Context, "db" | "caller">;

export async function* writeExport(
  ctx: Ctx,
  filters: Filters,
  file: ExportFile,
  baseUrl: string,
): AsyncGenerator<string> {
  const pages = exportPages(ctx, filters);
  if (file === "developments.json") yield* asJson(pages);
  else if (file === "impacts.csv") yield* asCsv(pages, impactColumns, impactsOf);
  else yield* asCsv(pages, developmentColumns, (row) => [{ ...row, baseUrl }]);
}

async function* asJson(pages: AsyncGenerator<ExportRow[]>): AsyncGenerator<string> {
  let before = "[\n";
  for await (const page of pages) {
    for (const row of page) {
      yield before + JSON.stringify(row);
      before = ",\n";
    }
  }
  yield before === "[\n" ? "[]\n" : "\n]\n";
}

/** By its name how a column is read. */
type Columns<Line> = Record<string, (line: Line) => string | number | null>;

/** The names of its columns also where there is nothing else. */
async function* asCsv<Line>(
  pages: AsyncGenerator<ExportRow[]>,
  columns: Columns<Line>,
  linesOf: (row: ExportRow) => Line[],
): AsyncGenerator<string> {
  const cells = Object.values(columns);
  let names = [Object.keys(columns)];
  // Nothing is sent before a first page is there: until then a failure can still be told as one.
  for await (const page of pages) {
    const lines = page.flatMap(linesOf).map((line) => cells.map((cell) => cell(line)));
    // What begins like a formula must not become one in a spreadsheet.
    yield stringify([...names, ...lines], { escape_formulas: true });
    names = [];
  }
}

const developmentColumns: Columns<ExportRow & { baseUrl: string }> = {
  slug: (row) => row.slug,
  title: (row) => row.title,
  decided_on: (row) => row.decidedOn,
  date_precision: (row) => row.datePrecision,
  takes_effect_on: (row) => row.takesEffectOn,
  period: (row) => row.period,
  type: (row) => row.type,
  status: (row) => row.status,
  link_to_withdrawal: (row) => row.link,
  scope: (row) => row.scope,
  form: (row) => row.form,
  body: (row) => row.body.slug,
  body_name: (row) => row.body.name,
  body_kind: (row) => row.body.kind,
  bodies_concerned: (row) => row.affectedBodySlugs.join("; "),
  areas: (row) => row.impacts.map(({ area }) => area.slug).join("; "),
  actors: (row) => row.actors.map(({ slug, role }) => `${slug} (${role})`).join("; "),
  carries_forward: (row) => row.carriesForward.join("; "),
  primary_sources: (row) => row.primarySourceCount,
  sources: (row) => row.sources.map(({ url }) => url).join(" "),
  first_known_at: (row) => row.firstKnownAt,
  known_since: (row) => row.knownSince,
  summary: (row) => row.summary,
  verification_note: (row) => row.verificationNote,
  address: (row) => `${row.baseUrl}/developments/${row.slug}`,
};

type ImpactLine = { row: ExportRow; impact: ExportRow["impacts"][number] };

/** One line for each impact: directions of different areas are never added up. */
const impactsOf = (row: ExportRow): ImpactLine[] => row.impacts.map((impact) => ({ row, impact }));

const impactColumns: Columns<ImpactLine> = {
  development: ({ row }) => row.slug,
  decided_on: ({ row }) => row.decidedOn,
  date_precision: ({ row }) => row.datePrecision,
  period: ({ row }) => row.period,
  body: ({ row }) => row.body.slug,
  area: ({ impact }) => impact.area.slug,
  area_name: ({ impact }) => impact.area.name,
  // To a scorer whose own score is not in yet.
  direction: ({ impact }) => (impact.hidden ? "hidden" : impact.direction),
  median: ({ impact }) => impact.median,
  low: ({ impact }) => impact.low,
  high: ({ impact }) => impact.high,
  scorers: ({ impact }) => impact.scorers,
};
