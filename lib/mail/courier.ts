import type { Socket } from "node:net";
import { parseConnectionUrl } from "nodemailer/lib/shared";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { Message } from "@/db/message";
import { Conversation, type Handed } from "./conversation";
import { hidden, hideAddresses } from "./hide-addresses";
import { keepMail } from "./outbox";

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

/** Over one connection, opened when it is needed and kept while it lasts. */
export function smtpCourier(smtpUrl: string, patienceMs = usualPatienceMs): Courier {
  let line: Line | null = null;
  let busy = false;
  const close = () => {
    line?.close();
    line = null;
  };
  const deliver = async (parcel: Parcel): Promise<Outcome> => {
    if (busy) throw new Error("A letter is under way over this connection.");
    busy = true;
    try {
      return await handOver(parcel);
    } finally {
      busy = false;
    }
  };
  const handOver = async (parcel: Parcel): Promise<Outcome> => {
    try {
      if (!line?.conversation.open) {
        close();
        line = await openLine(smtpUrl, patienceMs);
      }
    } catch (error) {
      return { kind: "away", reply: tidy(error instanceof Error ? error.message : String(error), parcel.to) };
    }
    let handed: Handed;
    try {
      handed = await line.conversation.hand(parcel);
    } catch (error) {
      // What had to be noted could not be: the server still waits for the text.
      close();
      throw error;
    }
    // Kept back, the server still waits for a text: only the end of the connection tells it that none comes.
    if (handed.step === "broken" || handed.step === "keptBack" || handed.reply.code === 421) close();
    return outcomeOf(handed, parcel.to);
  };
  return { deliver, close };
}

type Line = { conversation: Conversation; close: () => void };

/** What of nodemailer's connection it keeps for itself, as of the version that package.json fixes. */
type Inside = { _socket: Socket; _onSocketData: (chunk: Buffer) => void; _supportedExtensions: string[] };

/**
 * nodemailer connects, secures and signs in. Then its socket is talked to directly: it reads a letter byte by byte
 * through two streams, which costs more than all the rest of sending it.
 */
async function openLine(smtpUrl: string, patienceMs: number): Promise<Line> {
  const { auth, ...where } = parseConnectionUrl(smtpUrl);
  const connection = new SMTPConnection({
    ...where,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
  } as ConstructorParameters<typeof SMTPConnection>[0]);
  // Between letters a connection may end; the next letter opens another.
  connection.on("error", () => {});
  const close = () => connection.close();
  try {
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
  } catch (error) {
    close();
    throw error;
  }
  const { _socket: socket, _onSocketData, _supportedExtensions } = connection as unknown as Inside;
  socket.removeListener("data", _onSocketData);
  return { conversation: new Conversation(socket, _supportedExtensions), close };
}

function outcomeOf(handed: Handed, to: string): Outcome {
  if (handed.step === "keptBack") return { kind: "stopped" };
  if (handed.step === "broken") {
    return { kind: handed.began ? "uncertain" : "away", reply: tidy(handed.reason, to) };
  }
  const { code, text } = handed.reply;
  const reply = tidy(text, to);
  // Told the size with the sender, a server refuses what is too large for it there (RFC 1870): this letter, not all.
  const isOfAll = handed.step === "sender" && code !== 552 && !/\b5\.3\.4\b/.test(reply);
  if (code >= 500) return { kind: "refused", reply, whom: isOfAll ? "sender" : "recipient" };
  if (code >= 400) return { kind: "later", reply, slow: code === 421 || /\b4\.7\.\d/.test(reply) };
  return { kind: "accepted", reply };
}

/** Servers repeat to whom they did not want to write; a subscriber's address stands in no log and on no page. */
const tidy = (text: string, to: string) => hideAddresses(text.replaceAll(to, hidden)).slice(0, 500);

/** Without a mail server each letter becomes a file of the outbox. */
export const outboxCourier = (now: () => Date): Courier => ({
  close: () => {},
  deliver: async ({ readable, begin }) => {
    if (!(await begin())) return { kind: "stopped" };
    await keepMail(readable(), now());
    return { kind: "accepted", reply: "Kept in the outbox: no mail server is set." };
  },
});
