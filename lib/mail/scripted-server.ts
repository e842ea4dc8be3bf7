import type { AddressInfo } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

/** A mail server for tests. */

type Received = { to: string; raw: string };

export type Script = {
  atSender?: () => Error | null;
  /** Called before a letter's text is asked for; an error is the reply. */
  atRecipient?: (to: string) => Error | null | Promise<Error | null>;
  /** Called when the text is there and before the reply. */
  atData?: (to: string) => Error | null | Promise<Error | null>;
  /** Called when the reply is on its way. */
  afterReply?: (to: string) => void;
  /** So many at once and no more. */
  connections?: number;
};

export const reply = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code });

/** Takes letters as a mail server does; what a script says comes first. */
export async function scriptedServer(script: Script = {}) {
  const received: Received[] = [];
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    // It would ask a name server who connects.
    disableReverseLookup: true,
    ...(script.connections ? { maxClients: script.connections } : {}),
    onMailFrom: (_address, _session, answer) => answer(script.atSender?.() ?? null),
    onRcptTo: async ({ address }, _session, answer) => answer((await script.atRecipient?.(address)) ?? null),
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
