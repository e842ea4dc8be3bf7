import postgres from "postgres";
import { EmbeddedTrouble } from "./trouble";

/** What answers on the socket: our server, one that is just starting or stopping, or nothing. */
export type Answer = "ready" | "starting" | "silent";

export async function probe(socketFolder: string, dataFolder: string): Promise<Answer> {
  try {
    const [row] = await asking(socketFolder, (sql) => sql`show data_directory`);
    if (row?.data_directory === dataFolder) return "ready";
    throw new EmbeddedTrouble(
      `The PostgreSQL that answers in ${socketFolder} keeps its data in ${row?.data_directory}, not in ${dataFolder}. Stop it, or set DATA_DIR to another folder.`,
    );
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    // cannot_connect_now
    if (code === "57P03") return "starting";
    // too_many_connections: it answers, and the folder of its socket is ours alone.
    if (code === "53300") return "ready";
    // invalid_authorization_specification
    if (code === "28000") {
      throw new EmbeddedTrouble(
        `The running embedded PostgreSQL does not let this user in (${message}). Use the user that started it, or root.`,
      );
    }
    if (error instanceof EmbeddedTrouble) throw error;
    return "silent";
  }
}

/** Makes the database on the first start. */
export async function createDatabase(socketFolder: string, name: string): Promise<void> {
  await asking(socketFolder, async (sql) => {
    const found = await sql`select from pg_database where datname = ${name}`;
    if (found.length === 0) await sql`create database ${sql(name)}`;
    return [];
  });
}

/** How many others are connected. */
export async function countClients(socketFolder: string): Promise<number> {
  const [row] = await asking(
    socketFolder,
    (sql) =>
      sql`select count(*)::int as n from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
  ).catch(() => []);
  return row?.n ?? 0;
}

async function asking<Row>(socketFolder: string, ask: (sql: postgres.Sql) => Promise<Row>): Promise<Row> {
  const sql = postgres({
    host: socketFolder,
    port: 5432,
    username: "plenary",
    database: "postgres",
    max: 1,
    connect_timeout: 3,
    onnotice: () => {},
  });
  try {
    return await ask(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
