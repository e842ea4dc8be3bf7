import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { digestSettings } from "@/db/schema";

/**
 * Whether letters may go out from here. Sending is allowed once for a database under its address; restored elsewhere,
 * or under another address, it waits until somebody allows it again: a copy must not write to everybody.
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

async function placeOf(db: Database, baseUrl: string): Promise<string> {
  const [row] = await db.execute<{ id: string }>(
    sql`select system_identifier::text || ' ' || current_database() as id from pg_control_system()`,
  );
  // On one machine the port says nothing about whose record it is.
  const { host, hostname } = new URL(baseUrl);
  return `${row?.id} ${hostname === "localhost" ? hostname : host}`;
}
