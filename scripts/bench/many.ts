import { sql } from "drizzle-orm";
import type { ReservedSql } from "postgres";
import type { Client } from "@/db/client";
import { generateDevelopments, type Random, type Shape, someWords } from "@/lib/developments/generate";

/** Made one by one, as publishing makes them. More are copies of these: of a million that would take hours. */
const made = 10_000;

/** Words that stand in so many of a hundred texts, to search for. */
export const searched = { wordofmost: 60, wordofsome: 9, wordoffew: 0.1, wordofnone: 0 };

const threeYears: Shape = {
  firstDay: "2023-12-01",
  days: 36 * 30,
  bodies: 60,
  summary: (random: Random, words: string[]) => {
    const found = Object.entries(searched).flatMap(([word, share]) => (random() * 100 < share ? word : []));
    return [...found, someWords(random, words, 60 + Math.floor(random() * 60))].join(" ");
  },
};

/**
 * So many generated developments, to measure with. Copies have addresses of their own and stand in every list and
 * count, but at the desk there is nothing behind them.
 */
export async function makeMany(client: Client, count: number, now: Date): Promise<void> {
  await generateDevelopments(client.db, { count: Math.min(count, made), now, shape: threeYears });
  const copies = Math.ceil(count / made) - 1;
  if (copies > 0) await copy(client, copies);
  await client.db.execute(sql`vacuum analyze`);
}

const parts = ["areas", "actors", "bodies", "sources", "stages"].map((part) => `publication_${part}`);

type Index = { table: string; name: string; definition: string; constraint: boolean };

/** Indexes are taken away first and made again afterwards, which takes a fraction of the time. */
async function copy({ sql }: Client, copies: number): Promise<void> {
  const [ids] = await sql<{ development: number; publication: number }[]>`
    select (select max(id)::int + 1 from developments) as development, (select max(id)::int + 1 from publications) as publication`;
  if (!ids) throw new Error("There is nothing to copy.");
  const development = { key: "development_id", more: ids.development };
  const tables: Table[] = [
    {
      ...{ name: "publications", key: "id", more: ids.publication },
      others: { development_id: `development_id + turn * ${ids.development}`, slug: "slug || '-' || turn" },
    },
    ...parts.map((name) => ({ name, key: "publication_id", more: ids.publication, others: {} })),
    { name: "listed_marks", ...development, others: {} },
  ];
  await sql`alter system set max_wal_size = '16GB'`;
  await sql`select pg_reload_conf()`;
  const indexes = await sql<Index[]>`
    select i.tablename as table, i.indexname as name, coalesce(pg_get_constraintdef(c.oid), i.indexdef) as definition,
      c.oid is not null as constraint
    from pg_indexes i left join pg_constraint c on c.conname = i.indexname and c.contype = 'p'
    where i.schemaname = 'public' and i.tablename in ${sql(tables.map(({ name }) => name))}
      and i.indexname <> 'publications_pkey'`;
  await Promise.all(
    tables.map(async (table) => {
      const connection = await sql.reserve();
      try {
        const own = indexes.filter((index) => index.table === table.name);
        await multiply(connection, { table, indexes: own, copies });
      } finally {
        connection.release();
      }
    }),
  );
  for (const [table, column] of [
    ["developments", "development_id"],
    ["publications", "id"],
  ] as const) {
    await sql`select setval(pg_get_serial_sequence(${table}, 'id'), max(${sql(column)})) from publications`;
  }
  await sql`update data_versions set version = version + 1, rebuilt = version + 1`;
  await sql`alter system reset max_wal_size`;
  await sql`select pg_reload_conf()`;
}

type Table = { name: string; key: string; more: number; others: Record<string, string> };

async function multiply(
  sql: ReservedSql,
  { table, indexes, copies }: { table: Table; indexes: Index[]; copies: number },
): Promise<void> {
  const { name, key, more } = table;
  // Copies refer to nothing, and no trigger need look at each.
  await sql`set session_replication_role = replica`;
  await sql`set maintenance_work_mem = '512MB'`;
  for (const { name: index, constraint } of indexes) {
    await sql.unsafe(constraint ? `alter table ${name} drop constraint ${index}` : `drop index ${index}`);
  }
  const found = await sql<{ column: string }[]>`
    select column_name as column from information_schema.columns
    where table_schema = 'public' and table_name = ${name} and is_generated = 'NEVER'`;
  const columns = found.map(({ column }) => column);
  const values: Record<string, string> = { [key]: `${key} + turn * ${more}`, ...table.others };
  const source = `bench_${name}`;
  await sql.unsafe(`create temporary table ${source} as select * from ${name}`);
  for (let turn = 1; turn <= copies; turn++) {
    await sql.unsafe(`insert into ${name} (${columns.join(", ")}) overriding system value
      select ${columns.map((column) => values[column] ?? column).join(", ")} from ${source}, (select ${turn} as turn) turns`);
  }
  for (const { name: index, definition, constraint } of indexes) {
    await sql.unsafe(constraint ? `alter table ${name} add constraint ${index} ${definition}` : definition);
  }
  await sql.unsafe(`drop table ${source}`);
  await sql`set session_replication_role = origin`;
  await sql`reset maintenance_work_mem`;
}
