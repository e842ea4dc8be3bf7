import { stat } from "node:fs/promises";
import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { digestSettings } from "@/db/schema";
import { env } from "@/lib/env";

/**
 * Whether letters may go out from here. Sending is allowed once for a database under its address; restored from a
 * backup, copied, or under another address, it waits until somebody allows it again: a copy must not write to everybody.
 */
export async function isArmed(db: Database, baseUrl: string): Promise<boolean> {
  const here = await placeOf(db, baseUrl);
  const [settings] = await db.select({ armedFor: digestSettings.armedFor }).from(digestSettings);
  if (settings?.armedFor) return settings.armedFor === here;
  // The first start of a record that has sent nothing yet.
  await arm(db, baseUrl);
  return true;
}

export const notArmed = "This looks like a copy of another installation: sending has to be allowed here first.";

export async function arm(db: Database, baseUrl: string): Promise<void> {
  await db.update(digestSettings).set({ armedFor: await placeOf(db, baseUrl) });
}

/**
 * A server's timeline changes where one is restored from a backup or a standby takes over: it may not know what was sent
 * last. The embedded database stands in a folder here: one that was copied is another to the file system, one that was
 * moved is not.
 */
async function placeOf(db: Database, baseUrl: string): Promise<string> {
  const [row] = await db.execute<{ id: string }>(
    sql`select concat_ws(' ', system_identifier, left(pg_walfile_name(pg_current_wal_lsn()), 8), current_database()) as id
      from pg_control_system()`,
  );
  // On one machine the port says nothing about whose record it is.
  const { host, hostname } = new URL(baseUrl);
  const folder = env().databaseUrl ? [] : [await folderOf(db)];
  return [row?.id, hostname === "localhost" ? hostname : host, ...folder].join(" ");
}

async function folderOf(db: Database): Promise<number> {
  const [row] = await db.execute<{ path: string }>(sql`select current_setting('data_directory') as path`);
  return (await stat(row?.path ?? "")).ino;
}
