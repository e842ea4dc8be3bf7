import { Readable } from "node:stream";
import { parseConnectionUrl } from "nodemailer/lib/shared";
import SMTPConnection, { type SMTPError } from "nodemailer/lib/smtp-connection";
import type { Message } from "@/db/message";
import { keepMail } from "./transport";

/**
 * Hands letters to a mail server one by one, and says exactly what came of each. SMTP has no way to ask afterwards: from
 * the moment the server asked for the text until its reply, only it knows whether it took the letter.
 */

/** What became of a letter. */
export type Outcome =
  | { kind: "accepted"; reply: string }
  /** Refused for now (4xx). */
  | { kind: "later"; reply: string; slow: boolean }
  /** Refused for good (5xx): of this address, or of everything. */
  | { kind: "refused"; reply: string; whom: "recipient" | "sender" }
  /** No reply came after the server had asked for the text. */
  | { kind: "uncertain"; reply: string }
  /** Nothing was handed over: the server is away. */
  | { kind: "away"; reply: string }
  /** `begin` said no. */
  | { kind: "stopped" };

type Parcel = {
  from: string;
  to: string;
  message: Buffer;
  /** The same for people, where no mail server takes it. */
  readable: () => Message;
  /** Called when the server has asked for the text, before any of it is sent; false keeps the letter back. */
  begin: () => Promise<boolean>;
};

export type Courier = { deliver: (parcel: Parcel) => Promise<Outcome>; close: () => void };

const usualPatienceMs = 30_000;

class KeptBack extends Error {}

/** Over one connection, opened when it is needed and kept while it lasts. */
export function smtpCourier(smtpUrl: string, patienceMs = usualPatienceMs): Courier {
  const { auth, ...where } = parseConnectionUrl(smtpUrl);
  let open: SMTPConnection | null = null;
  const close = () => {
    open?.close();
    open = null;
  };
  const connect = async () => {
    if (open && !open.destroyed) return open;
    close();
    const connection = new SMTPConnection({
      ...where,
      connectionTimeout: patienceMs,
      greetingTimeout: patienceMs,
      socketTimeout: patienceMs,
    } as ConstructorParameters<typeof SMTPConnection>[0]);
    // Between letters a connection may end; the next letter opens another.
    connection.on("error", () => {});
    open = connection;
    await new Promise<void>((resolve, reject) => {
      connection.once("error", reject);
      connection.once("end", () => reject(new Error("The mail server ended the connection.")));
      connection.connect((error) => (error ? reject(error) : resolve()));
    });
    if (auth && !connection.authenticated) {
      await new Promise<void>((resolve, reject) =>
        connection.login({ ...auth, credentials: auth } as Parameters<typeof connection.login>[0], (error) =>
          error ? reject(error) : resolve(),
        ),
      );
    }
    return connection;
  };
  const deliver = async ({ from, to, message, begin }: Parcel): Promise<Outcome> => {
    let connection: SMTPConnection;
    try {
      connection = await connect();
    } catch (error) {
      close();
      return { kind: "away", reply: sayError(error as SMTPError) };
    }
    let began = false;
    const text = new Readable({
      read() {
        if (began) return;
        began = true;
        begin().then(
          (goes) => {
            if (!goes) return this.destroy(new KeptBack());
            this.push(message);
            this.push(null);
          },
          (error) => this.destroy(error),
        );
      },
    });
    try {
      const { response } = await new Promise<{ response: string }>((resolve, reject) => {
        text.once("error", reject);
        // After a 421 the connection ends first, and what was replied comes right behind.
        connection.once("end", () => setImmediate(reject, new Error("The mail server ended the connection.")));
        connection.send({ from, to: [to], size: message.length }, text, (error, info) =>
          error ? reject(error) : resolve(info as { response: string }),
        );
      });
      return { kind: "accepted", reply: response };
    } catch (error) {
      const outcome = readFailure(error as SMTPError, began);
      if ((outcome.kind === "later" || outcome.kind === "refused") && !connection.destroyed) {
        // A transaction that was given up must be taken back before the next.
        await new Promise<void>((resolve) =>
          connection.reset((failed) => {
            if (failed) close();
            resolve();
          }),
        );
      } else close();
      return outcome;
    } finally {
      connection.removeAllListeners("end");
    }
  };
  return { deliver, close };
}

function readFailure(error: SMTPError | KeptBack, began: boolean): Outcome {
  if (error instanceof KeptBack) return { kind: "stopped" };
  const { responseCode: code = 0, command } = error;
  const reply = sayError(error);
  if (code >= 500) return { kind: "refused", reply, whom: command === "MAIL FROM" ? "sender" : "recipient" };
  if (code >= 400) return { kind: "later", reply, slow: code === 421 || /\b4\.7\.\d/.test(reply) };
  return began ? { kind: "uncertain", reply } : { kind: "away", reply };
}

const sayError = ({ message, response }: SMTPError) => (response ?? message).slice(0, 500);

/** Without a mail server each letter becomes a file of the outbox. */
export const outboxCourier = (now: () => Date): Courier => ({
  close: () => {},
  deliver: async ({ readable, begin }) => {
    if (!(await begin())) return { kind: "stopped" };
    await keepMail(readable(), now());
    return { kind: "accepted", reply: "Kept in the outbox: no mail server is set." };
  },
});
