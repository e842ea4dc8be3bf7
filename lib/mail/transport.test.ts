import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AddressObject, type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Message } from "@/db/message";

const now = new Date("2026-11-24T08:00:00Z");
const message: Message = {
  to: "ada@example.org",
  subject: "Your sign-in link for Plenary – déjà vu",
  text: "First line, with a link:\n\nhttps://plenary.example.org/sign-in/confirm?token=a=b\n.\nÜmläute.\n",
};

/** The transport as a process with these settings has it. */
async function withSettings(settings: Record<string, string>) {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  vi.resetModules();
  return { ...(await import("./transport")), ...(await import("./outbox")) };
}

const handing = { now, messageId: "<mail.1@plenary.example.org>", begin: async () => true };

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const end of ends.splice(0).reverse()) await end();
});

describe("with a mail server", () => {
  type Received = { from: string; to: string[]; mail: ParsedMail; raw: string };
  let received: Received[];
  let port: number;
  let refusal: { atRecipient?: Error; atData?: Error };
  beforeEach(async () => {
    received = [];
    refusal = {};
    const server = new SMTPServer({
      disabledCommands: ["AUTH", "STARTTLS"],
      onRcptTo: (_address, _session, answer) => answer(refusal.atRecipient),
      onData: async (stream, { envelope }, answer) => {
        const chunks: Buffer[] = [];
        for await (const chunk of stream) chunks.push(chunk);
        if (refusal.atData) return answer(refusal.atData);
        const raw = Buffer.concat(chunks);
        received.push({
          from: envelope.mailFrom ? envelope.mailFrom.address : "",
          to: envelope.rcptTo.map(({ address }) => address),
          mail: await simpleParser(raw),
          raw: raw.toString(),
        });
        answer();
      },
    });
    port = await listening(server.server, () => server.listen(0, "127.0.0.1"));
    ends.push(() => new Promise<void>((resolve) => server.close(resolve)));
  });
  const send = async (mail: Message) => {
    const from = '"Plenary, the record" <plenary@example.org>';
    const { sendMail } = await withSettings({ SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: from });
    return sendMail(mail, handing);
  };

  test("a mail arrives with sender, recipient, subject, date and text as they were written", async () => {
    await send(message);
    expect(received).toHaveLength(1);
    const [{ from, to, mail }] = received as [Received];
    expect({ from, to }).toEqual({ from: "plenary@example.org", to: ["ada@example.org"] });
    expect(mail.from?.value).toEqual([{ name: "Plenary, the record", address: "plenary@example.org" }]);
    expect((mail.to as AddressObject).value).toEqual([{ name: "", address: "ada@example.org" }]);
    expect(mail).toMatchObject({ subject: message.subject, text: message.text, date: now });
    expect(mail.messageId).toBe(handing.messageId);
  });

  test.each([
    ["a line break", "Hello\r\nBcc: eve@example.org\r\n\r\nIgnore this"],
    ["a lone line feed", "Hello\nBcc: eve@example.org"],
    ["a lone carriage return", "Hello\rBcc: eve@example.org"],
    ["controls and marks that turn text around", "Pay\u202egro.elpmaxe\u2066\u0000\u0007\u0085 now"],
  ])("%s in a subject adds no header and no recipient", async (_, subject) => {
    await send({ ...message, subject });
    const [{ to, mail, raw }] = received as [Received];
    expect(to).toEqual(["ada@example.org"]);
    expect(raw).not.toMatch(/^bcc:/im);
    expect([...mail.headers.keys()].sort()).toEqual(await headersOf(message));
    expect(mail.subject).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
    expect(mail.text).toBe(message.text);
  });

  test.each([
    "ada@example.org\r\nBcc: eve@example.org",
    "ada@example.org\r\nRCPT TO:<eve@example.org>",
    "ada@example.org, eve@example.org",
    "Ada <ada@example.org>, eve@example.org",
    '"Eve <eve@example.org>" <ada@example.org>',
    "ada@example.org\u202e",
  ])("to %j goes to no second address", async (to) => {
    await send({ ...message, to });
    expect(received.flatMap((one) => one.to)).not.toContain("eve@example.org");
    for (const { raw } of received) expect(raw).not.toMatch(/^bcc:/im);
  });

  test("a refusal is what the server said, for good or for now, without the address", async () => {
    refusal = { atRecipient: Object.assign(new Error("<ada@example.org>: no such mailbox"), { responseCode: 550 }) };
    const refused = { kind: "refused", whom: "recipient", reply: "550 <(address)>: no such mailbox" };
    expect(await send(message)).toEqual(refused);
    refusal = { atData: Object.assign(new Error("greylisted, come back"), { responseCode: 451 }) };
    expect(await send(message)).toMatchObject({ kind: "later", reply: "451 greylisted, come back" });
    expect(received).toEqual([]);
  });

  async function headersOf(mail: Message) {
    await send(mail);
    return [...(received.at(-1)?.mail.headers.keys() ?? [])].sort();
  }
});

describe("a mail server that", () => {
  test.each<[string, (greet: (line: string) => void) => void]>([
    ["says nothing", () => {}],
    ["stops after its greeting", (greet) => greet("220 slow.example.org\r\n")],
  ])("%s is away, and it is said why", async (_, greet) => {
    const server = createServer((socket) => {
      ends.push(async () => socket.destroy());
      greet((line) => socket.write(line));
    });
    const port = await listening(server, () => server.listen(0, "127.0.0.1"));
    ends.push(() => new Promise((resolve) => server.close(resolve)));
    const { sendMail } = await withSettings({ SMTP_URL: `smtp://127.0.0.1:${port}` });
    const outcome = await sendMail(message, { ...handing, patienceMs: 150 });
    expect(outcome).toMatchObject({ kind: "away", reply: expect.stringMatching(/time|greeting/i) });
  });

  test("is not there is away", async () => {
    const server = createServer();
    const port = await listening(server, () => server.listen(0, "127.0.0.1"));
    await new Promise((resolve) => server.close(resolve));
    const { sendMail } = await withSettings({ SMTP_URL: `smtp://127.0.0.1:${port}` });
    expect(await sendMail(message, handing)).toMatchObject({
      kind: "away",
      reply: expect.stringContaining("ECONNREFUSED"),
    });
  });
});

describe("without a mail server", () => {
  let outbox: string;
  let transport: Awaited<ReturnType<typeof withSettings>>;
  beforeEach(async () => {
    const folder = await mkdtemp(join(tmpdir(), "plenary-mail-"));
    ends.push(() => rm(folder, { recursive: true }));
    transport = await withSettings({ SMTP_URL: "", DATA_DIR: join(folder, "data") });
    outbox = join(folder, "data", "outbox");
  });

  test("a mail is a file that only its owner can read", async () => {
    await transport.sendMail(message, handing);
    const [file, ...more] = await readdir(outbox);
    expect(more).toEqual([]);
    expect((await stat(join(outbox, file ?? ""))).mode & 0o777).toBe(0o600);
    expect((await stat(outbox)).mode & 0o777).toBe(0o700);
    expect(await transport.listOutbox()).toEqual([{ ...message, at: now.toISOString(), file }]);
  });

  test("the outbox shows the newest first, and nothing where nothing was sent", async () => {
    expect(await transport.listOutbox()).toEqual([]);
    for (const second of [1, 3, 2]) {
      const at = new Date(now.getTime() + second * 1000);
      await transport.sendMail({ ...message, subject: `${second}` }, { ...handing, now: at });
    }
    const subjects = (await transport.listOutbox(2)).map((mail) => mail.subject);
    expect(subjects).toEqual(["3", "2"]);
  });

  test("a mail cut off while it was written does not hide the others", async () => {
    await transport.sendMail(message, handing);
    await writeFile(join(outbox, "2026-11-24T08-00-01.000Z-00000000.json.part"), '{ "at": "2026');
    expect(await transport.listOutbox()).toMatchObject([{ subject: message.subject }]);
  });
});

function listening(server: Server, listen: () => unknown): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.once("listening", () => resolve((server.address() as AddressInfo).port));
    listen();
  });
}
