import { type SQL, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { dataVersions, listedVersions, publications as p, wordBlocks, wordSets } from "@/db/schema";
import { addAll, type Bits, bitsOf, countBits, keepBoth, setBit, takeAll } from "./bits";
import { textArray } from "./conditions";
import type { Found } from "./finds";
import { idsAmong } from "./members";
import { searchQuery } from "./search";
import { readTextQuery, type TextQuery, type Word, wordsOf } from "./tsquery";
import { everywhere, placesIn, placesInBlock } from "./word-sets";

/** With more changes since the sets were made the index of texts tells what a search finds as quickly. */
const mostChanged = 5_000;

type About = { query: string; version: string | null; blocks: number };

/**
 * What a search finds as of the data version of the oldest sets of words; what changed since is to be asked for. Null where
 * the sets do not tell: of a phrase, and while they are missing or too old.
 */
export async function findInSets(db: Database, q: string, { past }: { past: boolean }): Promise<Found | null> {
  const [about] = await db.execute<About>(sql`
    with made as (select count(*)::int as blocks, min(version) as version from ${wordBlocks}),
      developments as (select max(${p.developmentId}) / ${placesInBlock} as last_block from ${p})
    select ${searchQuery(q)}::text as query, blocks,
      case when blocks > last_block and made.version >= rebuilt and (
        select count(*) from (select from ${listedVersions} l where l.version > made.version limit ${mostChanged + 1}) changed
      ) <= ${mostChanged} then made.version end as version
    from made, developments, ${dataVersions}`);
  if (!about || about.version === null) return null;
  const query = readTextQuery(about.query);
  if (!query) return null;
  const listed = new Uint32Array((about.blocks * placesInBlock) / 32);
  const pastIds: number[] = [];
  for await (const [block, rows] of readBlocks(db, about.blocks, { words: wordsOf(query), past })) {
    listed.set(findListed(query, rows), (block * placesInBlock) / 32);
    if (past) for (const id of findPast(query, rows)) pastIds.push(id);
  }
  return { version: Number(about.version), query: about.query, listed, past: past ? bitsOf(pastIds) : null };
}

type Row = Pick<typeof wordSets.$inferSelect, "block" | "lexeme" | "listed" | "listedBits" | "past">;

/** A common word takes 8 kB of each, what begins with one letter two megabytes. */
const blocksAtOnce = { ofWords: 8, ofLetters: 1 };

/** The sets of words, and those of all there are, block by block. */
async function* readBlocks(db: Database, blocks: number, { words, past }: { words: Word[]; past: boolean }) {
  const beginnings = words.filter(({ isBeginning }) => isBeginning).map(({ word }) => word);
  const whole = words.map(({ word }) => word).filter((word) => !beginnings.some((one) => word.startsWith(one)));
  const columns = sql`block, lexeme, listed, listed_bits as "listedBits", ${past ? sql`past` : sql`null::bytea as past`}`;
  const set = (which: SQL) => sql`select ${columns} from ${wordSets} where block = number and ${which}`;
  const sets = [
    set(sql`lexeme = any(${textArray([everywhere, ...whole])})`),
    // No text holds a letter after the last one there is.
    ...beginnings.map((word) => set(sql`lexeme >= ${word} and lexeme < ${`${word}\u{10ffff}`}`)),
  ];
  const atOnce = beginnings.some((word) => word.length <= 2) ? blocksAtOnce.ofLetters : blocksAtOnce.ofWords;
  for (let first = 0; first < blocks; first += atOnce) {
    const last = Math.min(first + atOnce, blocks) - 1;
    const rows = await db.execute<Row>(
      sql`select found.* from generate_series(${first}::int, ${last}::int) number, lateral (${sql.join(sets, sql` union all `)}) found`,
    );
    for (let block = first; block <= last; block += 1)
      yield [block, rows.filter((row) => row.block === block)] as const;
  }
}

function findListed(query: TextQuery, rows: Row[]): Bits {
  return findAmong(query, rows, placesInBlock, ({ listed, listedBits }, bits) => {
    if (listedBits) addAll(bits, new Uint32Array(Uint8Array.from(listedBits).buffer));
    if (listed) for (const place of placesIn(listed)) setBit(bits, place);
  });
}

function findPast(query: TextQuery, rows: Row[]): Uint32Array {
  const all = rows.find(({ lexeme }) => lexeme === everywhere)?.past ?? Buffer.alloc(0);
  const found = findAmong(query, rows, all.length / 4, ({ lexeme, past }, bits) => {
    const n = (past?.length ?? 0) / 4;
    for (let at = 0; at < n; at++) setBit(bits, lexeme === everywhere ? at : (past?.readUInt32BE(4 * at) ?? 0));
  });
  return idsAmong({ n: countBits(found), bits: found }).map((place) => all.readUInt32BE(4 * place));
}

/** The places, of so many, where a query finds something; `mark` sets those where the word of a row stands. */
function findAmong(query: TextQuery, rows: Row[], places: number, mark: (row: Row, bits: Bits) => void): Bits {
  const bitsWhere = (is: (lexeme: string) => boolean): Bits => {
    const bits = new Uint32Array(Math.ceil(places / 32));
    for (const row of rows) if (is(row.lexeme)) mark(row, bits);
    return bits;
  };
  const find = (part: TextQuery): Bits => {
    if ("word" in part) {
      const { word, isBeginning } = part;
      return bitsWhere((lexeme) => (isBeginning ? lexeme.startsWith(word) : lexeme === word));
    }
    if ("not" in part) {
      const others = bitsWhere((lexeme) => lexeme === everywhere);
      takeAll(others, find(part.not));
      return others;
    }
    const [join, [first, ...others]] = "all" in part ? [keepBoth, part.all] : [addAll, part.any];
    const bits = find(first);
    for (const other of others) join(bits, find(other));
    return bits;
  };
  return find(query);
}
