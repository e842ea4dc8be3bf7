import type { ExtractTablesWithRelations } from "drizzle-orm";
import type { PgDatabase, PgTransaction } from "drizzle-orm/pg-core";
import { drizzle, type PostgresJsQueryResultHKT } from "drizzle-orm/postgres-js";
import postgres, { type Options } from "postgres";
import * as schema from "./schema";

type Schema = typeof schema;
/** A pool or an open transaction: queries do not care which. */
export type Database = PgDatabase<PostgresJsQueryResultHKT, Schema, ExtractTablesWithRelations<Schema>>;
export type Transaction = PgTransaction<PostgresJsQueryResultHKT, Schema, ExtractTablesWithRelations<Schema>>;

/** Where the database is: an address, or the socket folder of the embedded one. */
export type Connection = string | { host: string; port: number; database: string; username: string };

/** The same server, another database. */
export function onDatabase(server: Connection, database: string): Connection {
  if (typeof server !== "string") return { ...server, database };
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

export type Client = { db: Database; sql: postgres.Sql; close: () => Promise<void> };

/** What an answer may wait for one statement. */
const longestStatementMs = 15_000;

/** The pool of a process that answers requests. */
export const connectForAnswers = (connection: Connection): Client =>
  connect(connection, { max: 12, statementTimeoutMs: longestStatementMs });

export function connect(connection: Connection, options: { max?: number; statementTimeoutMs?: number } = {}): Client {
  const settings: Options<Record<string, never>> = {
    max: options.max ?? 10,
    idle_timeout: 60,
    connect_timeout: 10,
    onnotice: () => {},
    connection: {
      application_name: "plenary",
      ...(options.statementTimeoutMs ? { statement_timeout: options.statementTimeoutMs } : {}),
    },
  };
  const sql =
    typeof connection === "string" ? postgres(connection, settings) : postgres({ ...connection, ...settings });
  return { db: drizzle(sql, { schema }), sql, close: () => sql.end({ timeout: 5 }) };
}
