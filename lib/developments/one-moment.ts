import type { Database } from "@/db/client";
import { dataVersions } from "@/db/schema";
import { beginWith } from "@/lib/begun";
import type { Filters } from "./filters";

const mostTries = 4;

/**
 * Counts of a past day are put together from what is listed now and what changed since, which are read one after the
 * other: both of the same data version, or both anew.
 */
export async function atOneMoment<Value>(
  db: Database,
  { asof }: Pick<Filters, "asof">,
  count: () => Promise<Value>,
): Promise<Value> {
  if (asof === null) return count();
  let version = await readVersion(db);
  for (let tries = 1; ; tries++) {
    const value = await beginWith(version, count);
    const now = await readVersion(db);
    if (now === version || tries === mostTries) return value;
    version = now;
  }
}

async function readVersion(db: Database): Promise<number> {
  const [row] = await db.select({ version: dataVersions.version }).from(dataVersions);
  return row?.version ?? 0;
}
