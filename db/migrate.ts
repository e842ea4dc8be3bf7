import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import { rebuildOutdated } from "@/lib/developments/rebuild";
import type { Client } from "./client";

/** Every process is begun in the root of the project. */
const migrationsFolder = "db/migrations";

/** The oldest server whose SQL the migrations use. */
const oldestServer = 15;

/** Applies what is missing; several processes that start at once wait for one another. Safe to repeat. */
export async function migrate({ db, sql }: Client): Promise<void> {
  const [server] = await sql<[{ number: number }]>`select current_setting('server_version_num')::int / 10000 as number`;
  if (server.number < oldestServer) {
    throw new Error(`DATABASE_URL names PostgreSQL ${server.number}; Plenary needs ${oldestServer} or newer.`);
  }
  // Held by a transaction: a pooler between may give each statement to another session.
  await sql.begin(async (waiting) => {
    await waiting`select pg_advisory_xact_lock(hashtext('plenary migrations'))`;
    await applyMigrations(drizzle(sql), { migrationsFolder });
    await rebuildOutdated(db);
  });
}
