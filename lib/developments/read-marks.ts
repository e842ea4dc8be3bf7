import { and, max, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { Database } from "@/db/client";
import { dataVersions, listedVersions, publications as p } from "@/db/schema";
import type { DatePrecision } from "@/db/vocabulary";
import { env } from "@/lib/env";
import type { Placed } from "./columns";
import { idsIn } from "./id-bytes";
import { MarkIndex } from "./mark-index";
import { everything, isCounted } from "./marks";
import { type PastVersion, PastVersions } from "./past-versions";
import { listedAt } from "./visible";

/** Reading the versions whose marks are held: all of them once, and what changed afterwards. */

type Row = {
  id: string;
  publication: string;
  position: number;
  to_adoption: number | null;
  to_effect: number | null;
  decided_on: string;
  precision: DatePrecision;
  body: string;
  known_from: number;
  known_until: number | null;
};

/** Days counted from 1970, in TIME_ZONE. */
const dayNumberOf = (column: AnyPgColumn): SQL =>
  sql`((${column} at time zone ${env().timeZone})::date - date '1970-01-01')`;

const columns =
  (): SQL => sql`${p.developmentId} as id, ${p.id} as publication, ${p.position}, ${p.daysToAdoption} as to_adoption,
  ${p.daysToEffect} as to_effect, ${p.decidedOn}::text as decided_on, ${p.datePrecision} as precision,
  ${p.bodySlug} as body, ${dayNumberOf(p.knownFrom)} as known_from, ${dayNumberOf(p.knownUntil)} as known_until`;

/** What no list of a past day holds, because it was followed on the same day, is left out. */
const wasKnown = (): SQL =>
  sql`${p.knownUntil} is not null and not ${p.retracted} and ${dayNumberOf(p.knownFrom)} < ${dayNumberOf(p.knownUntil)}`;

function placedOf({ id, publication, position, to_adoption, to_effect, decided_on, precision, body, ...row }: Row) {
  return {
    id: Number(id),
    publicationId: Number(publication),
    position,
    days: { "to-adoption": to_adoption, "to-effect": to_effect },
    month: decided_on.slice(0, precision === "year" ? 4 : 7),
    body,
    knownFrom: row.known_from,
  } satisfies Placed;
}

function pastOf(row: Row): Omit<PastVersion, "marks"> {
  const { id, ...placed } = placedOf(row);
  return { ...placed, developmentId: id, knownUntil: row.known_until ?? 0 };
}

/** All that is listed now. */
export async function readListed(db: Database): Promise<MarkIndex> {
  const { version, lastId } = await readExtent(db);
  const index = new MarkIndex(lastId);
  await readRanges(db, { lastId, which: listedAt(null), by: p.developmentId }, (rows, sets) => {
    for (const row of rows) index.place(placedOf(row));
    index.join(everything, Uint32Array.from(rows, ({ id }) => Number(id)).sort());
    for (const { mark, ids } of sets) index.join(mark, ids);
  });
  index.version = version;
  return index;
}

/** All that was known at the end of some day and is not any more. */
export async function readPast(db: Database): Promise<PastVersions> {
  const { version, lastId } = await readExtent(db);
  const past = new PastVersions();
  await readRanges(db, { lastId, which: wasKnown(), by: p.id }, (rows, sets) => past.load(rows.map(pastOf), sets));
  past.version = version;
  return past;
}

/** What changes while it is read has a later version, and is read again after it. */
async function readExtent(db: Database): Promise<{ version: number; lastId: number }> {
  const [data] = await db.select({ version: dataVersions.version }).from(dataVersions);
  const [last] = await db.select({ id: max(p.developmentId) }).from(p);
  return { version: data?.version ?? 0, lastId: last?.id ?? 0 };
}

type Asked = { lastId: number; which: SQL; by: AnyPgColumn };
type Set = { mark: string; ids: Uint32Array };

/** By ranges of ids, two of them at a time. The database puts the sets together: readers wait less for this process. */
async function readRanges(db: Database, asked: Asked, take: (rows: Row[], sets: Set[]) => void): Promise<void> {
  const reads: ReturnType<typeof readRange>[] = [];
  for (let after = 0; after <= asked.lastId; after += rangeLength) {
    while (reads.length < 2) {
      const read = readRange(db, asked, after + reads.length * rangeLength);
      // Whoever waits for the one before it hears of its failure, and of this one nobody would.
      read.catch(() => {});
      reads.push(read);
    }
    const [rows, sets] = (await reads.shift()) ?? [[], []];
    take(
      rows,
      sets.filter(({ mark }) => isCounted(mark)).map(({ mark, ids }) => ({ mark, ids: idsIn(ids) })),
    );
  }
  await Promise.all(reads);
}

const rangeLength = 20_000;

const readRange = (db: Database, { which, by }: Asked, after: number) => {
  const range = and(which, sql`${p.developmentId} > ${after} and ${p.developmentId} <= ${after + rangeLength}`);
  // Of one moment: each publication writes those of its development anew.
  return db.transaction(
    (tx) =>
      Promise.all([
        tx.execute<Row>(sql`select ${columns()} from ${p} where ${range}`),
        tx.execute<{ mark: string; ids: Buffer }>(sql`
          select mark, string_agg(int4send(${by}::int), ''::bytea) as ids
          from ${p}, unnest(${p.marks}) mark where ${range} group by mark`),
      ]),
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
};

/** A version that is held now and was not, with all its marks. */
export type ChangedRow = { placed: Placed; knownUntil: number | null; marks: string[] };

export type Changes = {
  version: number;
  /** With which version all was made anew, and with which anything changed that has a name here. */
  rebuilt: number;
  names: number;
  developmentIds: number[];
  /** Of those that are still listed, and of past ones where they are asked for. */
  rows: ChangedRow[];
};

type Changed = ((Row & { marks: string }) | { id: null }) & {
  version: string;
  rebuilt: string;
  names: string;
  development_id: string | null;
};

/** What was listed anew since a version, all at one moment. */
export async function readChanges(db: Database, since: number, { past }: { past: boolean }): Promise<Changes> {
  const held = past ? sql`(${listedAt(null)} or ${wasKnown()})` : listedAt(null);
  const rows = await db.execute<Changed>(sql`
    select v.version, v.rebuilt, v.names, changed.development_id, held.*
    from ${dataVersions} v
      left join ${listedVersions} changed on changed.version > ${since}
      left join lateral (
        select ${columns()}, array_to_string(${p.marks}, ' ') as marks from ${p} where ${p.developmentId} = changed.development_id and ${held}
      ) held on true`);
  const [{ version, rebuilt, names } = { version: 0, rebuilt: 0, names: 0 }] = rows;
  return {
    ...{ version: Number(version), rebuilt: Number(rebuilt), names: Number(names) },
    developmentIds: [...new Set(rows.flatMap(({ development_id: id }) => (id === null ? [] : [Number(id)])))],
    rows: rows.flatMap((row) => (row.id === null ? [] : [changedOf(row)])),
  };
}

/** No mark holds a space. */
const changedOf = (row: Row & { marks: string }): ChangedRow => ({
  placed: placedOf(row),
  knownUntil: row.known_until,
  marks: [everything, ...row.marks.split(" ").filter(isCounted)],
});
