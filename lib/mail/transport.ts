import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createTransport } from "nodemailer";
import { env } from "@/lib/env";
import type { Message } from "./message";

const patienceMs = 15_000;

/** Hands a mail to the mail server; without SMTP_URL it becomes a file in DATA_DIR/outbox. */
export async function sendMail(message: Message, now: Date): Promise<void> {
  const { smtpUrl, mailFrom } = env();
  if (!smtpUrl) return keep(message, now);
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
  });
  try {
    await transport.sendMail({ from: mailFrom, date: now, ...message });
  } finally {
    transport.close();
  }
}

export type KeptMail = Message & { at: string; file: string };

const folder = () => join(env().dataDir, "outbox");

async function keep(message: Message, now: Date): Promise<void> {
  await mkdir(folder(), { recursive: true, mode: 0o700 });
  const file = `${now.toISOString().replaceAll(":", "-")}-${randomBytes(4).toString("hex")}.json`;
  await writeFile(join(folder(), file), `${JSON.stringify({ at: now.toISOString(), ...message }, null, 2)}\n`, {
    mode: 0o600,
  });
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
