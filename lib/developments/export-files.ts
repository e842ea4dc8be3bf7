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
  else yield* asCsv(pages, file === "impacts.csv" ? impactsOf : (row) => [developmentOf(row, baseUrl)]);
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

type Cells = Record<string, string | number | null>;

async function* asCsv(
  pages: AsyncGenerator<ExportRow[]>,
  cellsOf: (row: ExportRow) => Cells[],
): AsyncGenerator<string> {
  let header = true;
  for await (const page of pages) {
    const rows = page.flatMap(cellsOf);
    if (rows.length === 0) continue;
    // What begins like a formula must not become one in a spreadsheet.
    yield stringify(rows, { header, escape_formulas: true });
    header = false;
  }
}

function developmentOf(row: ExportRow, baseUrl: string): Cells {
  const { slug, title, decidedOn, datePrecision, takesEffectOn, period, type, status, link, body, impacts } = row;
  return {
    ...{ slug, title, decided_on: decidedOn, date_precision: datePrecision, takes_effect_on: takesEffectOn },
    ...{ period, type, status, link_to_withdrawal: link, scope: row.scope, form: row.form },
    ...{ body: body.slug, body_name: body.name, body_kind: body.kind },
    bodies_concerned: row.affectedBodySlugs.join("; "),
    areas: impacts.map(({ area }) => area.slug).join("; "),
    actors: row.actors.map(({ slug: actor, role }) => `${actor} (${role})`).join("; "),
    carries_forward: row.carriesForward.join("; "),
    primary_sources: row.primarySourceCount,
    sources: row.sources.map(({ url }) => url).join(" "),
    ...{ first_known_at: row.firstKnownAt, known_since: row.knownSince },
    summary: row.summary,
    verification_note: row.verificationNote,
    address: `${baseUrl}/developments/${slug}`,
  };
}

/** One line for each impact: directions of different areas are never added up. */
const impactsOf = ({ slug, decidedOn, datePrecision, period, body, impacts }: ExportRow): Cells[] =>
  impacts.map(({ area, direction, median, low, high, scorers }) => ({
    ...{ development: slug, decided_on: decidedOn, date_precision: datePrecision, period, body: body.slug },
    ...{ area: area.slug, area_name: area.name, direction, median, low, high, scorers },
  }));
