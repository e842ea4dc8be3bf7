import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Message } from "@/db/message";
import { env } from "@/lib/env";

/** Where mails stay while no mail server is set: files in DATA_DIR. */

export type KeptMail = Message & { at: string; file: string };

const folder = () => join(env().dataDir, "outbox");

/** Writes a mail into the outbox. */
export async function keepMail(message: Message, now: Date): Promise<void> {
  await mkdir(folder(), { recursive: true, mode: 0o700 });
  const file = join(folder(), `${now.toISOString().replaceAll(":", "-")}-${randomBytes(4).toString("hex")}.json`);
  // Under its name only once it is whole, or a process killed meanwhile would leave an outbox nobody can read.
  await writeFile(`${file}.part`, `${JSON.stringify({ at: now.toISOString(), ...message }, null, 2)}\n`, {
    mode: 0o600,
  });
  await rename(`${file}.part`, file);
}

/** Takes every kept mail to an address away. */
export async function forgetMail(address: string): Promise<void> {
  const files = (await readdir(folder()).catch(() => [])).filter((file) => file.endsWith(".json"));
  for (const file of files) {
    const { to } = JSON.parse(await readFile(join(folder(), file), "utf8"));
    if (to === address) await rm(join(folder(), file));
  }
}

/** The newest mails of the outbox. */
export async function listOutbox(limit = 100): Promise<KeptMail[]> {
  const files = await readdir(folder()).catch(() => []);
  const newest = files
    .filter((file) => file.endsWith(".json"))
    .sort()
    .reverse()
    .slice(0, limit);
  return Promise.all(
    newest.map(async (file) => ({ file, ...JSON.parse(await readFile(join(folder(), file), "utf8")) })),
  );
}
