import { isDeepStrictEqual } from "node:util";
import { inArray, sql, TransactionRollbackError } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import {
  dataVersions,
  publicationActors,
  publicationAreas,
  publicationBodies,
  publicationSources,
  publications,
  reviews,
} from "@/db/schema";
import { replacePublications } from "./project";

export type Difference = { developmentId: number; what: string };

/**
 * Names every development whose public rows are not what its revisions and reviews give, and says how many were
 * compared. Each batch is projected anew in a transaction that is taken back: nothing changes.
 */
export async function verifyPublications(
  db: Database,
  batch = 200,
): Promise<{ checked: number; different: Difference[] }> {
  const different: Difference[] = [];
  let checked = 0;
  let after = 0;
  for (;;) {
    const found = await db.execute<{ id: string }>(sql`
      select development_id as id from (
        select development_id from ${publications}
        union select development_id from ${reviews} where outcome = 'approved'
      ) either where development_id > ${after} order by development_id limit ${batch}`);
    const ids = [...found].map((row) => Number(row.id));
    const last = ids.at(-1);
    if (last === undefined) return { checked, different };
    const { before, anew } = await projectAside(db, ids);
    for (const developmentId of ids) {
      const what = compare(before.get(developmentId) ?? [], anew.get(developmentId) ?? []);
      if (what) different.push({ developmentId, what });
    }
    checked += ids.length;
    after = last;
  }
}

/** A public row with all its parts, but without its number, which every projection gives anew. */
type Row = Record<string, unknown>;
type Rows = Map<number, Row[]>;

async function projectAside(db: Database, ids: number[]): Promise<{ before: Rows; anew: Rows }> {
  let rows: { before: Rows; anew: Rows } | undefined;
  try {
    await db.transaction(async (tx) => {
      // First, as whoever publishes does: nothing is approved or scored between the two, and none waits for the other.
      await tx.select().from(dataVersions).for("update");
      const before = await readRows(tx, ids);
      await replacePublications(tx, ids);
      rows = { before, anew: await readRows(tx, ids) };
      tx.rollback();
    });
  } catch (error) {
    if (!(error instanceof TransactionRollbackError)) throw error;
  }
  if (!rows) throw new Error("The public rows were not compared.");
  return rows;
}

async function readRows(tx: Transaction, ids: number[]): Promise<Rows> {
  const parts = {
    areas: publicationAreas,
    actors: publicationActors,
    bodies: publicationBodies,
    sources: publicationSources,
  };
  const partsOf = Object.entries(parts).map(
    ([name, table]) => sql`${name}::text, (
      select jsonb_agg(to_jsonb(part) - 'publication_id' order by part.ordinal) from ${table} part
      where part.publication_id = shown.id)`,
  );
  const found = await tx.execute<{ id: string; row: Row }>(sql`
    select shown.development_id as id, to_jsonb(shown) - 'id' || jsonb_build_object(${sql.join(partsOf, sql`, `)}) as row
    from ${publications} shown where ${inArray(sql`shown.development_id`, ids)}
    order by shown.known_from, shown.review_id`);
  const rows: Rows = new Map();
  for (const { id, row } of found) rows.set(Number(id), [...(rows.get(Number(id)) ?? []), row]);
  return rows;
}

/** What differs between the rows there are and those there should be; null when nothing does. */
function compare(before: Row[], anew: Row[]): string | null {
  if (before.length !== anew.length) return `versions: ${before.length} instead of ${anew.length}`;
  const names = Object.keys(anew[0] ?? {});
  const wrong = names.filter((name) => before.some((row, at) => !isDeepStrictEqual(row[name], anew[at]?.[name])));
  return wrong.length > 0 ? wrong.join(", ") : null;
}
