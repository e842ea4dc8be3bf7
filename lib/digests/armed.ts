import { stat } from "node:fs/promises";
import { join } from "node:path";
import { isNull, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { digestSettings } from "@/db/schema";
import { env } from "@/lib/env";

/**
 * Whether letters may go out from here. Sending is allowed once for a database under its address; restored from a
 * backup, copied, or under another address, it waits until somebody allows it again: a copy must not write to everybody,
 * and what was sent after a backup is unknown to it.
 */
export async function isArmed(db: Database, baseUrl: string): Promise<boolean> {
  const [settings] = await db.select({ armedFor: digestSettings.armedFor }).from(digestSettings);
  return !settings?.armedFor || settings.armedFor === (await placeOf(db, baseUrl));
}

/** Before anything is sent: the first to send from a record fixes its place. */
export async function armFirst(db: Database, baseUrl: string): Promise<boolean> {
  const isUnset = isNull(digestSettings.armedFor);
  // Looked at first: it is asked every minute, and an update that finds nothing raises the data version, too.
  if (await db.$count(digestSettings, isUnset)) {
    await db
      .update(digestSettings)
      .set({ armedFor: await placeOf(db, baseUrl) })
      .where(isUnset);
  }
  return isArmed(db, baseUrl);
}

export const notArmed = "This looks like a copy of another installation: sending has to be allowed here first.";

export async function arm(db: Database, baseUrl: string): Promise<void> {
  await db.update(digestSettings).set({ armedFor: await placeOf(db, baseUrl) });
}

/** As a copy does that nobody can tell from its original. */
export async function disarm(db: Database): Promise<void> {
  await db.update(digestSettings).set({ armedFor: "nowhere" });
}

/**
 * A server's timeline changes where it was recovered to a point in time or a standby took over, the number of a database
 * where it was made anew.
 */
async function placeOf(db: Database, baseUrl: string): Promise<string> {
  const [row] = await db.execute<{ id: string }>(sql`
    select concat_ws(' ', system_identifier, left(pg_walfile_name(pg_current_wal_lsn()), 8), oid, datname) as id
    from pg_control_system(), pg_database where datname = current_database()`);
  // On one machine the port says nothing about whose record it is.
  const { host, hostname } = new URL(baseUrl);
  const files = env().databaseUrl ? [] : [await filesOf(db)];
  return [row?.id, hostname === "localhost" ? hostname : host, ...files].join(" ");
}

/**
 * The embedded database stands in a folder here, of which one file is written once and never again. Whatever copies or
 * restores it makes another, or writes this one anew, and no program can set that hour; moving the folder does neither.
 */
async function filesOf(db: Database): Promise<string> {
  const [row] = await db.execute<{ path: string }>(sql`select current_setting('data_directory') as path`);
  const { ino, ctimeMs } = await stat(join(row?.path ?? "", "PG_VERSION"), { bigint: true });
  return `${ino} ${ctimeMs}`;
}
