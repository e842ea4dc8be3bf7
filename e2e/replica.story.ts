import { execFile } from "node:child_process";
import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, connect as connectTo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Client, connect } from "../db/client";
import { startEmbedded } from "../db/embedded/start";
import { embeddedConnection } from "../lib/env";
import { startProcess } from "../scripts/start-process";
import { approve, newDraft, sendToReview } from "./desk";
import { expect, test } from "./fixtures";

const run = promisify(execFile);

/** Copies a database that is in use, and starts a server on the copy that follows it. */
async function startReplica(primary: Client, socketFolder: string) {
  const [place] = await primary.sql<{ data_directory: string }[]>`show data_directory`;
  const data = place?.data_directory ?? "";
  const [version = ""] = /pg\d+$/.exec(data) ?? [];
  // The embedded server lets only its own database in.
  await appendFile(join(data, "pg_hba.conf"), "local replication plenary peer map=own\n");
  await primary.sql`select pg_reload_conf()`;
  const folder = await mkdtemp(join(tmpdir(), "plenary-replica-"));
  const copy = join(folder, version);
  const session = await primary.sql.reserve();
  await session`select pg_backup_start('replica', true)`;
  // What the server writes meanwhile may go away under the copy; the log of changes makes it whole.
  await run("cp", ["-a", data, copy]).catch(() => {});
  const [label] = await session<{ labelfile: string }[]>`select labelfile from pg_backup_stop(false)`;
  session.release();
  await rm(join(copy, "postmaster.pid"), { force: true });
  for (const [file, text] of [
    ["backup_label", label?.labelfile ?? ""],
    ["standby.signal", ""],
  ] as const) {
    await writeFile(join(copy, file), text);
  }
  await appendFile(
    join(copy, "postgresql.auto.conf"),
    `primary_conninfo = 'host=${socketFolder} port=5432 user=plenary'\n`,
  );
  await run("chown", ["-R", `--reference=${data}`, copy]);
  const server = await startEmbedded(folder, () => {});
  const client = connect(embeddedConnection(server.socketFolder), { max: 2 });
  const close = async () => {
    await client.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { ...server, client, close };
}

test("public pages are made from a replica as long as it has all, else from the database itself", async ({
  editor,
  reviewer,
  request,
  baseURL,
}) => {
  test.setTimeout(120_000);
  const dataDir = process.env.PLENARY_STORY_DATA ?? "";
  const embedded = await startEmbedded(dataDir, () => {});
  const primary = connect(embeddedConnection(embedded.socketFolder), { max: 2 });
  const copy = await startReplica(primary, embedded.socketFolder);
  // The embedded server listens on a socket only, and an address names a port.
  const door = createServer((client) => {
    const onward = connectTo(join(copy.socketFolder, ".s.PGSQL.5432"));
    client.on("error", () => onward.destroy());
    onward.on("error", () => client.destroy());
    client.pipe(onward).pipe(client);
  });
  await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
  const address = `postgres://plenary@127.0.0.1:${(door.address() as AddressInfo).port}/plenary`;
  const site = await startProcess({
    port: Number(new URL(baseURL ?? "").port) + 6,
    dataDir,
    web: true,
    settings: { DATABASE_READ_URL: address },
  });
  /** Rows of publications that a server has read until now. */
  const readAt = async ({ sql }: Client) => {
    const [row] = await sql<{ n: string }[]>`
      select coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) as n from pg_stat_user_tables
      where relname = 'publications'`;
    return Number(row?.n);
  };
  const titles = async (query: string) => {
    const answer = await request.get(`${site.url}/api/v1/developments?limit=1&${query}`);
    expect(answer.status()).toBe(200);
    return ((await answer.json()).data as { title: string }[]).map(({ title }) => title);
  };
  const publish = async (title: string) => {
    await newDraft(editor, { title });
    await sendToReview(editor);
    await approve(reviewer, title);
  };
  try {
    const before = await readAt(copy.client);
    // A server tells what was read before with the next answer, at most once a second.
    const asked = async (day: number) => {
      await titles(`from=2026-01-${String(day).padStart(2, "0")}`);
      return readAt(copy.client);
    };
    let day = 0;
    await expect.poll(() => asked(++day), { timeout: 20_000, intervals: [1_000] }).toBeGreaterThan(before);

    await copy.client.sql`select pg_wal_replay_pause()`;
    await publish("Story body adopts a text while the replica stands still");
    expect(await titles("q=%22stands+still%22")).toEqual(["Story body adopts a text while the replica stands still"]);
    expect((await request.get(`${site.url}/timeline?q=%22stands+still%22`)).status()).toBe(200);
    await copy.client.sql`select pg_wal_replay_resume()`;

    await copy.client.close();
    await copy.stop();
    await publish("Story body adopts a text after the replica is gone");
    expect(await titles("q=%22replica+is+gone%22")).toEqual(["Story body adopts a text after the replica is gone"]);
    expect((await request.get(`${site.url}/impact`)).status()).toBe(200);
  } finally {
    await site.stop();
    await copy.close();
    door.close();
    await primary.close();
  }
});
