import { execFileSync } from "node:child_process";
import { chmod, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { connect } from "@/db/client";
import { startEmbedded } from "@/db/embedded/start";
import { migrate } from "@/db/migrate";
import { embeddedConnection } from "@/lib/env";
import { arm, armFirst, disarm, isArmed } from "./armed";

test("sending is allowed where a record was set up, also moved; a copy of its folder, or a backup put back, waits for a yes", async () => {
  const home = await mkdtemp(join(tmpdir(), "plenary-armed-"));
  // Where root runs the tests, the server runs as somebody else.
  await chmod(home, 0o711);
  const at = async (
    folder: string,
    { allow = false, forbid = false, baseUrl = "https://plenary.example.org" } = {},
  ) => {
    const embedded = await startEmbedded(join(home, folder), () => {});
    const client = connect(embeddedConnection(embedded.socketFolder));
    await migrate(client);
    if (allow) await arm(client.db, baseUrl);
    if (forbid) await disarm(client.db);
    const armed = await isArmed(client.db, baseUrl);
    await armFirst(client.db, baseUrl);
    await client.close();
    await embedded.stop();
    return armed;
  };
  expect(await at("first")).toBe(true);
  execFileSync("cp", ["-Rp", join(home, "first"), join(home, "copy")]);
  await rename(join(home, "first"), join(home, "moved"));
  expect([await at("moved"), await at("copy"), await at("moved", { baseUrl: "https://other.example.org" })]).toEqual([
    ...[true, false, false],
  ]);
  expect([await at("copy", { allow: true }), await at("moved")]).toEqual([true, true]);
  // Restored over itself: what was sent since is forgotten.
  execFileSync("cp", ["-Rp", `${join(home, "copy")}/.`, join(home, "moved")]);
  expect(await at("moved")).toBe(false);
  expect(await at("moved", { allow: true })).toBe(true);
  expect(await at("moved", { forbid: true })).toBe(false);
  await rm(home, { recursive: true });
});
