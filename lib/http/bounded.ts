import type { Sql } from "postgres";
import { answerConnections, type Client } from "@/db/client";
import { Turns } from "@/lib/turns";

const statements = { atOnce: answerConnections, maxWaiting: 2_000, longestWaitMs: 10_000 };

/**
 * The pool sends what finds no free connection behind other statements, where it waits for each before it, up to 15
 * seconds and a hundred deep. Here it waits for a connection that is free, and not for long: Overloaded then.
 */
export function bounded(client: Client, settings = statements): Client {
  const { sql } = client;
  const { unsafe, begin } = sql;
  const turns = new Turns(settings);
  sql.begin = ((...asked: Parameters<Sql["begin"]>) => turns.take(() => begin(...asked))) as typeof begin;
  sql.unsafe = ((text: string, values?: never[], options?: object) => {
    // Sent when it is awaited.
    const statement = unsafe(text, values, options);
    // That begins a transaction, which has its turn.
    if (options && "onexecute" in options) return statement;
    return {
      values: () => turns.take(async () => statement.values()),
      // biome-ignore lint/suspicious/noThenProperty: as lazy as what it stands for
      then: (...then: Parameters<Promise<unknown>["then"]>) => turns.take(async () => statement).then(...then),
    };
  }) as unknown as typeof unsafe;
  return client;
}
