import { and, eq, gt, ne, sql, TransactionRollbackError } from "drizzle-orm";
import type { Database } from "@/db/client";
import { dataVersions, heldSets, listedVersions } from "@/db/schema";
import { env } from "@/lib/env";
import type { Part } from "./columns";
import { MarkIndex } from "./mark-index";

/**
 * What a process holds of all marks, kept in the database for those that start later: to read it takes a second where
 * putting the sets together takes ten. Never needed, and never believed where anything of it is missing.
 */

/** Raised whenever parts are written in another way. */
const format = 3;

/** Of fewer developments the sets are put together as quickly. */
const fewest = 50_000;
/** With more changes since then they are put together anew. */
const mostChanged = 20_000;
const partsAtOnce = 40;

type About = { format: number; projection: number; timeZone: string; words: number; parts: number };

const aboutName = "about";

/** The newest that is whole, as of its data version; null where there is none or too much changed since. */
export const readSnapshot = (db: Database): Promise<MarkIndex | null> =>
  // One moment of it: another process may put its own in the place of this one meanwhile.
  db.transaction(read, { isolationLevel: "repeatable read" });

async function read(db: Database): Promise<MarkIndex | null> {
  const [kept] = await db
    .select({ version: heldSets.version, bytes: heldSets.bytes })
    .from(heldSets)
    .where(eq(heldSets.name, aboutName))
    .orderBy(sql`${heldSets.version} desc`)
    .limit(1);
  if (!kept) return null;
  const { version } = kept;
  const about: About = JSON.parse(kept.bytes.toString());
  const [data] = await db.select().from(dataVersions);
  if (!data || about.projection !== data.projection || data.rebuilt > version) return null;
  if (about.format !== format || about.timeZone !== env().timeZone) return null;
  if ((await db.$count(listedVersions, gt(listedVersions.version, version))) > mostChanged) return null;
  if ((await db.$count(heldSets, isPartOf(version))) !== about.parts) return null;
  const index = await MarkIndex.of(about.words, readParts(db, version));
  index.version = version;
  return index;
}

const isPartOf = (version: number) => and(eq(heldSets.version, version), ne(heldSets.name, aboutName));

/** A few at a time: all of them would take as much memory again as what is made of them. */
async function* readParts(db: Database, version: number): AsyncGenerator<Part> {
  for (let last = ""; ; ) {
    const rows = await db
      .select({ name: heldSets.name, bytes: heldSets.bytes })
      .from(heldSets)
      .where(and(isPartOf(version), gt(heldSets.name, last)))
      .orderBy(heldSets.name)
      .limit(partsAtOnce);
    yield* rows;
    last = rows.at(-1)?.name ?? "";
    if (rows.length < partsAtOnce) return;
  }
}

export const isWorthKeeping = (developments: number) => developments >= fewest;

/**
 * Keeps what a process holds instead of what was kept before. Part by part, since all of it at once would take as much
 * memory again; false, with nothing changed, where what is held changes meanwhile: parts of two versions are no whole.
 */
export async function keepSnapshot(db: Database, index: MarkIndex): Promise<boolean> {
  const { version, words, replaced } = index;
  const [data] = await db.select().from(dataVersions);
  try {
    // Whole or not at all, and of one process: each lays its pieces out in its own way.
    await db.transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(hashtext('plenary held sets'))`);
      await tx.delete(heldSets);
      let parts = 0;
      for (const part of index.parts()) {
        await tx.insert(heldSets).values({ version, ...part });
        if (index.replaced !== replaced) tx.rollback();
        parts += 1;
      }
      const { timeZone } = env();
      const about: About = { format, projection: data?.projection ?? 0, timeZone, words, parts };
      await tx.insert(heldSets).values({ version, name: aboutName, bytes: Buffer.from(JSON.stringify(about)) });
    });
    return true;
  } catch (error) {
    if (error instanceof TransactionRollbackError) return false;
    throw error;
  }
}
