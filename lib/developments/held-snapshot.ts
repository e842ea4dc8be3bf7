import { and, eq, gt, ne, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { dataVersions, heldSets, listedVersions } from "@/db/schema";
import type { Part } from "./columns";
import { MarkIndex } from "./mark-index";

/**
 * What a process holds of all marks, kept in the database for those that start later: to read it takes a second where
 * putting the sets together takes ten. Never needed, and never believed where anything of it is missing.
 */

/** Raised whenever parts are written in another way. */
const format = 2;

/** Of fewer developments the sets are put together as quickly. */
const fewest = 50_000;
/** With more changes since then they are put together anew. */
const mostChanged = 20_000;
const partsAtOnce = 40;

type About = { format: number; projection: number; words: number; parts: number };

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
  if (!data || about.format !== format || about.projection !== data.projection || data.rebuilt > version) return null;
  if ((await db.$count(listedVersions, gt(listedVersions.version, version))) > mostChanged) return null;
  const parts: Part[] = [];
  for (let last = ""; ; ) {
    const rows = await db
      .select({ name: heldSets.name, bytes: heldSets.bytes })
      .from(heldSets)
      .where(and(eq(heldSets.version, version), gt(heldSets.name, last), ne(heldSets.name, aboutName)))
      .orderBy(heldSets.name)
      .limit(partsAtOnce);
    parts.push(...rows);
    last = rows.at(-1)?.name ?? "";
    if (rows.length < partsAtOnce) break;
  }
  if (parts.length !== about.parts) return null;
  const index = MarkIndex.of(about.words, parts);
  index.version = version;
  return index;
}

export const isWorthKeeping = (developments: number) => developments >= fewest;

/** Keeps what a process holds instead of what was kept before. */
export async function keepSnapshot(db: Database, index: MarkIndex): Promise<void> {
  // All at once, before anything changes.
  const { version } = index;
  const { words, parts } = index.parts();
  const [data] = await db.select().from(dataVersions);
  const about: About = { format, projection: data?.projection ?? 0, words, parts: parts.length };
  // Whole or not at all, and of one process: each lays its pieces out in its own way.
  await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('plenary held sets'))`);
    await tx.delete(heldSets);
    for (const part of [...parts, { name: aboutName, bytes: Buffer.from(JSON.stringify(about)) }]) {
      await tx.insert(heldSets).values({ version, ...part });
    }
  });
}
