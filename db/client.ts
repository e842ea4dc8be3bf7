import { AsyncLocalStorage } from "node:async_hooks";
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
/** A process that froze or vanished in a transaction holds its locks no longer. */
const longestIdleMs = 30_000;

/** The connections of a process that answers requests. */
export const answerConnections = 12;

/** The pool of a process that answers requests. */
export function connectForAnswers(connection: Connection): Client {
  const sql = open(connection, {
    max: answerConnections,
    // A plan for any value whatever is a bad one where a mark may stand for ten developments or for all of them.
    connection: {
      statement_timeout: longestStatementMs,
      idle_in_transaction_session_timeout: longestIdleMs,
      plan_cache_mode: "force_custom_plan",
    },
  });
  prepareRepeated(sql);
  return clientOf(sql);
}

/** The pool of a worker: planning a letter's steps anew each time would take longer than the steps. */
export function connectForWork(connection: Connection): Client {
  const sql = open(connection, { max: 14 });
  prepareRepeated(sql);
  return clientOf(sql);
}

export const connect = (connection: Connection, { max = 10 }: { max?: number } = {}): Client =>
  clientOf(open(connection, { max }));

type Settings = Options<Record<string, never>>;

function open(connection: Connection, given: Pick<Settings, "max" | "connection">): postgres.Sql {
  const settings: Settings = {
    ...{ idle_timeout: 60, connect_timeout: 10, onnotice: () => {} },
    ...given,
    connection: { application_name: "plenary", ...given.connection },
  };
  const sql =
    typeof connection === "string" ? postgres(connection, settings) : postgres({ ...connection, ...settings });
  return connectingOutside(sql);
}

/**
 * A statement that finds no open connection opens one, which remembers in whose context it was opened: as long as it
 * stands, all of the page that was being made would stay in memory. So statements are sent from where the pool was made.
 */
function connectingOutside(sql: postgres.Sql): postgres.Sql {
  const outside = AsyncLocalStorage.snapshot();
  const { unsafe } = sql;
  sql.unsafe = ((...asked: Parameters<typeof unsafe>) => {
    const statement = unsafe(...asked) as ReturnType<typeof unsafe> & { handle: () => Promise<void> };
    const { handle } = statement;
    statement.handle = () => outside(() => handle.call(statement));
    return statement;
  }) as typeof unsafe;
  return sql;
}

const clientOf = (sql: postgres.Sql): Client => ({
  ...{ db: drizzle(sql, { schema }), sql },
  close: () => sql.end({ timeout: 5 }),
});

/** So many texts of statements are kept ready: the server holds each once for every connection. */
const mostPrepared = 300;

/**
 * Drizzle sends each statement to be parsed and described before its values follow, which is a way to the server and back
 * for nothing where the same was asked before. From the second time on it is prepared.
 */
function prepareRepeated(sql: postgres.Sql): void {
  const asked = new Set<string>();
  const repeated = new Set<string>();
  const prepares = (text: string) => {
    if (repeated.size < mostPrepared && !repeated.has(text)) {
      if (asked.has(text)) repeated.add(text);
      else if (asked.size < 10 * mostPrepared) asked.add(text);
    }
    return repeated.has(text);
  };
  const settle = (on: Pick<postgres.Sql, "unsafe">) => {
    const { unsafe } = on;
    on.unsafe = ((text: string, values?: never[], options?: object) =>
      unsafe(text, values, { ...options, ...(prepares(text) ? { prepare: true } : {}) })) as typeof unsafe;
  };
  settle(sql);
  // A transaction has a connection of its own, and a way of its own to ask on it.
  const { begin } = sql;
  sql.begin = ((work: (tx: postgres.TransactionSql) => unknown) =>
    begin((tx) => {
      settle(tx);
      return work(tx);
    })) as typeof begin;
}
