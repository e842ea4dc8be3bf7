import { sql } from "drizzle-orm";
import type { Client } from "@/db/client";
import { generateDevelopments } from "@/lib/developments/generate";

/** Made one by one, as publishing makes them. More are copies of these: of a million that would take hours. */
const made = 10_000;

/**
 * So many generated developments, to measure reading with. Copies have addresses of their own and stand in every list
 * and count, but at the desk there is nothing behind them.
 */
export async function makeMany(client: Client, count: number, now: Date): Promise<void> {
  await generateDevelopments(client.db, { count: Math.min(count, made), now });
  const copies = Math.ceil(count / made) - 1;
  if (copies > 0) await copy(client, copies);
  await client.db.execute(sql`vacuum analyze`);
}

const parts = ["areas", "actors", "bodies", "sources", "stages"].map((part) => `publication_${part}`);

async function copy({ sql: pool }: Client, copies: number): Promise<void> {
  const sql = await pool.reserve();
  try {
    // Copies refer to nothing, and no trigger need look at each.
    await sql`set session_replication_role = replica`;
    await sql`drop index publications_search_index`;
    const [ids] = await sql<{ development: number; publication: number }[]>`
      select (select max(id)::int + 1 from developments) as development, (select max(id)::int + 1 from publications) as publication`;
    if (!ids) throw new Error("There is nothing to copy.");
    for (let turn = 1; turn <= copies; turn++) {
      const [development, publication] = [turn * ids.development, turn * ids.publication];
      const put = async (table: string, changed: Record<string, string>, which: string) => {
        const columns = await sql<{ name: string }[]>`
          select column_name as name from information_schema.columns
          where table_schema = 'public' and table_name = ${table} and is_generated = 'NEVER'`;
        const names = columns.map(({ name }) => name);
        const values = names.map((name) => changed[name] ?? name);
        await sql.unsafe(`insert into ${table} (${names.join(", ")}) overriding system value
          select ${values.join(", ")} from ${table} where ${which}`);
      };
      await put(
        "publications",
        {
          id: `id + ${publication}`,
          development_id: `development_id + ${development}`,
          slug: `slug || '-${turn}'`,
        },
        `id < ${ids.publication}`,
      );
      for (const part of parts) {
        await put(part, { publication_id: `publication_id + ${publication}` }, `publication_id < ${ids.publication}`);
      }
      await put(
        "listed_marks",
        { development_id: `development_id + ${development}` },
        `development_id < ${ids.development}`,
      );
    }
    await sql`update mark_counts set n = n * ${copies + 1}`;
    await sql`create index publications_search_index on publications using gin (search, marks)`;
    await sql`update data_versions set version = version + 1, rebuilt = version + 1`;
    await sql`set session_replication_role = origin`;
  } finally {
    sql.release();
  }
}
