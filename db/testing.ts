import { sql } from "drizzle-orm";
import { inject } from "vitest";
import type { Person } from "@/lib/context";
import { type Client, type Connection, connect, type Database, onDatabase } from "./client";
import { people } from "./schema";
import type { PersonRole } from "./vocabulary";

let databases = 0;

/**
 * A database of its own for one test file, copied from one that is migrated (and seeded). Close it at the end;
 * the server goes with the whole run.
 */
export async function testDatabase(options: { seeded?: boolean } = {}): Promise<Client> {
  const server = inject("server");
  const name = `test_${process.pid}_${++databases}`;
  const admin = connect(onDatabase(server, "postgres"), { max: 1 });
  await admin.sql.unsafe(`create database ${name} template ${options.seeded ? "seeded" : "migrated"}`);
  await admin.close();
  return connect(onDatabase(server, name));
}

/** Where the database of a test file is. */
export const connectionOf = ({ sql }: Client): Connection => onDatabase(inject("server"), sql.options.database);

/** A pool of another process on the same database. */
export const secondClient = (client: Client, options: { max?: number } = {}): Client =>
  connect(connectionOf(client), options);

/** Resolves as soon as so many statements wait for a lock. */
export async function untilWaiting(db: Database, n: number): Promise<void> {
  for (;;) {
    const [row] = await db.execute<{ n: number }>(
      sql`select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    );
    if ((row?.n ?? 0) >= n) return;
  }
}

let made = 0;

/** Somebody who may sign in. */
export async function makePerson(
  db: Database,
  options: { role: PersonRole; name?: string; email?: string },
): Promise<Person> {
  made += 1;
  const [row] = await db
    .insert(people)
    .values({
      role: options.role,
      name: options.name ?? `Test ${options.role} ${made}`,
      email: options.email ?? `person-${made}@example.org`,
    })
    .returning();
  if (!row?.email) throw new Error("The person was not stored.");
  return { id: row.id, name: row.name, email: row.email, role: row.role };
}

declare module "vitest" {
  interface ProvidedContext {
    server: Connection;
  }
}
