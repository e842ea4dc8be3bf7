import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import type { Database } from "@/db/client";
import { smtpCourier } from "@/lib/mail/courier";
import type { Post } from "./deliver";
import { LetterBook } from "./render";

/** A mail server and workers for tests of the digest. */

export type Received = { to: string; raw: string };

type Script = {
  atSender?: () => Error | null;
  /** Called before a letter's text is asked for; an error is the reply. */
  atRecipient?: (to: string) => Error | null;
  /** Called when the text is there and before the reply. */
  atData?: (to: string) => Error | null | Promise<Error | null>;
  /** Called when the reply is on its way. */
  afterReply?: (to: string) => void;
};

export const reply = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code });

/** Takes letters as a mail server does; what a script says comes first. */
export async function scriptedServer(script: Script = {}) {
  const received: Received[] = [];
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    onMailFrom: (_address, _session, answer) => answer(script.atSender?.() ?? null),
    onRcptTo: ({ address }, _session, answer) => answer(script.atRecipient?.(address) ?? null),
    onData: async (stream, { envelope }, answer) => {
      const chunks: Buffer[] = [];
      try {
        for await (const chunk of stream) chunks.push(chunk);
      } catch {
        // The sender went away in the middle of the text.
        return;
      }
      const to = envelope.rcptTo[0]?.address ?? "";
      const refusal = (await script.atData?.(to)) ?? null;
      if (refusal) return answer(refusal);
      received.push({ to, raw: Buffer.concat(chunks).toString("latin1") });
      answer();
      setImmediate(() => script.afterReply?.(to));
    },
  });
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    received,
    script,
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    parsed: (): Promise<ParsedMail[]> =>
      Promise.all(received.map(({ raw }) => simpleParser(Buffer.from(raw, "latin1")))),
    close: () => new Promise<void>((resolve) => server.close(resolve)),
  };
}

export const testSettings = {
  baseUrl: "https://plenary.example.org",
  mailFrom: "Plenary <plenary@example.org>",
  timeZone: "UTC",
  dkim: null,
};

/** Time that moves only when a test says so. */
export function testClock(start: string) {
  let time = Date.parse(start);
  const read = () => new Date(time);
  return {
    now: read,
    tick: read,
    random: () => 0.5,
    move: (ms: number) => (time += ms),
    set: (to: string) => (time = Date.parse(to)),
  };
}

export function testPost(
  db: Database,
  url: string,
  clock: Pick<ReturnType<typeof testClock>, "now" | "tick" | "random">,
  { connections = 1, patienceMs = 5_000 } = {},
): Post & { close: () => void } {
  const couriers = Array.from({ length: connections }, () => smtpCourier(url, patienceMs));
  return {
    ...{ db, now: clock.now, tick: clock.tick, random: clock.random, couriers, settings: testSettings },
    worker: randomUUID(),
    letters: new LetterBook(),
    close: () => {
      for (const courier of couriers) courier.close();
    },
  };
}
