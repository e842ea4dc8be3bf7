import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { embeddedConnection } from "@/lib/env";
import { type Client, type Connection, connect, onDatabase } from "./client";
import { startEmbedded } from "./embedded/start";
import { migrate } from "./migrate";
import { loadStarterData } from "./starter/load";

/** One embedded server for the whole run, with two databases that test files copy. */
export default async function startServer(project: TestProject) {
  const folder = await mkdtemp(join(tmpdir(), "plenary-test-"));
  const embedded = await startEmbedded(folder, () => {});
  const server = embeddedConnection(embedded.socketFolder);
  await makeTemplate(server, "migrated", "template1", migrate);
  await makeTemplate(server, "seeded", "migrated", async ({ db }) => {
    await loadStarterData(db, new Date("2026-11-24T07:00:00Z"));
  });
  project.provide("server", server);
  return async () => {
    await embedded.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

async function makeTemplate(server: Connection, name: string, from: string, fill: (client: Client) => Promise<void>) {
  const admin = connect(server, { max: 1 });
  await admin.sql.unsafe(`create database ${name} template ${from}`);
  await admin.close();
  const client = connect(onDatabase(server, name));
  await fill(client);
  await client.close();
}
