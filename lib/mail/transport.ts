import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createTransport } from "nodemailer";
import type { Message } from "@/db/message";
import { env } from "@/lib/env";

const usualPatienceMs = 15_000;

// Controls would end a header, and marks that reorder text would show another one than is there.
const notInHeaders = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/** Hands a mail to the mail server; without SMTP_URL it becomes a file in DATA_DIR/outbox. */
export async function sendMail(message: Message, now: Date, patienceMs = usualPatienceMs): Promise<void> {
  const { smtpUrl, mailFrom } = env();
  if (!smtpUrl) return keepMail(message, now);
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
  });
  try {
    const { to, subject, text, html, headers } = message;
    await transport.sendMail({
      from: mailFrom,
      // As text it would be read as a list of addresses.
      to: { name: "", address: to },
      date: now,
      subject: subject.replace(notInHeaders, " "),
      ...{ text, html, headers },
    });
  } finally {
    transport.close();
  }
}

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
