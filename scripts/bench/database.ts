import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Client, connectForWork } from "@/db/client";
import { startEmbedded } from "@/db/embedded/start";
import { migrate } from "@/db/migrate";
import { loadStarterData } from "@/db/starter/load";
import { embeddedConnection } from "@/lib/env";

/** A database of its own with the starter data, for as long as something is measured. */
export async function withDatabase<Value>(
  measure: (client: Client, socketFolder: string) => Promise<Value>,
  now = new Date(),
): Promise<Value> {
  const folder = await mkdtemp(join(tmpdir(), "plenary-bench-"));
  const database = await startEmbedded(folder, console.error);
  const client = connectForWork(embeddedConnection(database.socketFolder));
  try {
    await migrate(client);
    await loadStarterData(client.db, now);
    return await measure(client, database.socketFolder);
  } finally {
    await client.close();
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
