import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { connect } from "@/db/client";
import { startEmbedded } from "@/db/embedded/start";
import { migrate } from "@/db/migrate";
import { loadStarterData } from "@/db/starter/load";
import { keepWordSets } from "@/lib/developments/word-sets";
import { embeddedConnection } from "@/lib/env";
import { timed } from "./load";
import { makeMany } from "./many";

/** Databases of so many made-up developments, each made once. */

const keptFolder = (keep: string | undefined) => resolve(keep ?? join(tmpdir(), "plenary-bench"));

/** The folder of a record of this size; it is made where it is missing, which takes five minutes for a million. */
export async function recordOf(size: number, keep: string | undefined): Promise<string> {
  const folder = join(keptFolder(keep), String(size));
  await mkdir(folder, { recursive: true });
  const database = await startEmbedded(folder, console.error);
  const client = connect(embeddedConnection(database.socketFolder), { max: 14 });
  try {
    await migrate(client);
    const now = new Date();
    await loadStarterData(client.db, now);
    const [listed] = await client.sql<{ n: number }[]>`select count(*)::int as n from publications`;
    // A tenth more were kept once than there are, by their earlier versions.
    if ((listed?.n ?? 0) < size) {
      const took = await timed(() => makeMany(client, size, now));
      console.log(`Made ${size} developments in ${folder} in ${Math.round(took / 1000)} s.`);
    }
    // A site does it in the background, which would disturb what is measured.
    await keepWordSets(client.db);
  } finally {
    await client.close();
    await database.stop();
  }
  return folder;
}

/** A copy to write to, for as long as something is measured. The one that is copied must be at rest. */
export async function withCopy<Result>(folder: string, work: (copy: string) => Promise<Result>): Promise<Result> {
  const copy = `${folder}-written`;
  if (existsSync(copy)) await rm(copy, { recursive: true });
  // With its owner: the server runs under an account of its own where this is root.
  const { status, stderr } = spawnSync("cp", ["-a", folder, copy], { encoding: "utf8" });
  if (status !== 0) throw new Error(`The database could not be copied: ${stderr}`);
  try {
    return await work(copy);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}
