import { and, eq, gt, type SQL, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { dataVersions, listedVersions, publications as p, wordBlocks, wordSets } from "@/db/schema";
import { setBit } from "./bits";

/**
 * Where each word stands, as sets by blocks of development ids. The index of texts tells it, too, but takes half a second
 * for a word that stands in most of a million; to read its sets takes some milliseconds. Made in the background, as of a
 * data version; whoever reads them asks the index for what changed since (see find-in-sets.ts).
 */

/** The word of the sets that hold all of their block: no text holds it. */
export const everywhere = "";

/** A multiple of 32, and what two bytes tell apart. */
export const placesInBlock = 2 ** 16;

const limits = {
  /** Of fewer developments the index of texts tells it as quickly. */
  fewest: 50_000,
  /** To ask the index for more than these takes longer than what sets save. */
  mostChanged: 500,
  /** Longer lists of places, in bytes, take more room than a bit for each place. */
  longestList: placesInBlock / 8,
};
/** Of 130 kB each at most. */
const turnedAtOnce = 20;

/** Makes what is missing or has become old, one block after another; says how many were made. */
export async function keepWordSets(db: Database, { fewest, ...when } = limits): Promise<number> {
  const [record] = await db.execute<{ n: number; last_block: number }>(sql`
    select (select count(*)::int from (select from ${p} where ${p.knownUntil} is null limit ${fewest}) known) as n,
      (select max(${p.developmentId}) / ${placesInBlock} from ${p})::int as last_block`);
  if (!record || record.n < fewest) return 0;
  await db.delete(wordBlocks).where(gt(wordBlocks.block, record.last_block + 1));
  let made = 0;
  // One more than there are: what comes into it later is a change to it.
  for (let block = 0; block <= record.last_block + 1; block += 1) {
    if (await keepBlock(db, block, when)) made += 1;
  }
  return made;
}

type State = { version: string; is_made: boolean; is_behind: boolean; is_touched: boolean };

/** True where it was made anew. */
const keepBlock = (
  db: Database,
  block: number,
  { mostChanged, longestList }: Omit<typeof limits, "fewest">,
): Promise<boolean> =>
  db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('plenary word sets'))`);
    const within = sql`between ${block * placesInBlock} and ${(block + 1) * placesInBlock - 1}`;
    const [state] = await tx.execute<State>(sql`
      with made as (select w.version from ${wordBlocks} w, ${dataVersions} v where w.block = ${block} and w.version >= v.rebuilt),
        changed as (select l.development_id as id from ${listedVersions} l, made where l.version > made.version)
      select version, exists (select from made) as is_made, (select count(*) from changed) > ${mostChanged} as is_behind,
        exists (select from changed where id ${within}) as is_touched
      from ${dataVersions}`);
    const anew = !state?.is_made || (state.is_behind && state.is_touched);
    // What changes from here on has a later version, and is asked for again.
    if (anew) {
      await makeSets(tx, block, within);
      await turnToBits(tx, block, longestList);
    }
    const version = Number(state?.version ?? 0);
    if (anew || state.is_behind) {
      await tx
        .insert(wordBlocks)
        .values({ block, version })
        .onConflictDoUpdate({ target: wordBlocks.block, set: { version } });
    }
    return anew;
  });

async function makeSets(tx: Transaction, block: number, within: SQL): Promise<void> {
  await tx.delete(wordSets).where(eq(wordSets.block, block));
  const versions = sql`from ${p} where ${p.developmentId} ${within} and not ${p.retracted}`;
  await tx.execute(sql`
    with past as materialized (
      select ${p.id}, (row_number() over (order by ${p.id}) - 1)::int as place ${versions} and ${p.knownUntil} is not null)
    insert into ${wordSets} (block, lexeme, listed, past)
    select ${block}::int, lexeme,
      string_agg(int2send((development_id % ${placesInBlock} - ${lowest})::int2), ''::bytea) filter (where past.place is null),
      case lexeme when ${everywhere} then (select string_agg(int4send(id::int), ''::bytea order by place) from past)
        else string_agg(int4send(past.place), ''::bytea) end
    from (select ${p.id}, ${p.developmentId}, ${p.search} ${versions}) versions left join past using (id),
      unnest(array_append(tsvector_to_array(search), ${everywhere})) lexeme
    group by lexeme`);
}

/** Common words as bits, which are shorter and quicker to read. */
async function turnToBits(tx: Transaction, block: number, longestList: number): Promise<void> {
  const isLong = sql`${wordSets.block} = ${block} and length(${wordSets.listed}) > ${longestList}`;
  for (;;) {
    const rows = await tx.select().from(wordSets).where(isLong).limit(turnedAtOnce);
    if (rows.length === 0) return;
    for (const { lexeme, listed } of rows) {
      const bits = new Uint32Array(placesInBlock / 32);
      for (const place of placesIn(listed ?? Buffer.alloc(0))) setBit(bits, place);
      await tx
        .update(wordSets)
        .set({ listed: null, listedBits: Buffer.from(bits.buffer) })
        .where(and(eq(wordSets.block, block), eq(wordSets.lexeme, lexeme)));
    }
  }
}

/** As they are stored in two bytes, whose lowest number is below zero. */
const lowest = 2 ** 15;

/** The places in a block that the database wrote one after another. */
export function placesIn(listed: Buffer): Uint16Array {
  const places = new Uint16Array(listed.length / 2);
  for (let at = 0; at < places.length; at++) places[at] = listed.readInt16BE(2 * at) + lowest;
  return places;
}
