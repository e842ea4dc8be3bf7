import { createHash } from "node:crypto";
import DKIM from "nodemailer/lib/dkim";
import { encodeWords, foldLines } from "nodemailer/lib/mime-funcs";
import * as qp from "nodemailer/lib/qp";

/**
 * A letter to many as bytes. What is the same for all is encoded once; the few words that differ from one to the next
 * are put between the pieces, each on a line of its own, which quoted-printable allows anywhere.
 */

export type Template = { subject: string; text: string; html: string };
export type Prepared = { subject: string; boundary: string; text: string[]; html: string[] };

/** Between two characters that no text of the record may hold. */
export const slot = (name: string) => `\ue000${name}\ue001`;
const slots = /\ue000([a-z]+)\ue001/;
const softBreak = "=\r\n";
const notInHeaders = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/** Encodes a letter whose differing words stand as slots. */
export function prepare({ subject, text, html }: Template): Prepared {
  const boundary = `plenary-${createHash("sha256").update(html).digest("hex").slice(0, 24)}`;
  const pieces = (body: string) => body.split(slots);
  const encode = (parts: string[]) => parts.map((part, index) => (index % 2 === 0 ? encodeLines(part) : part));
  return {
    subject: encodeHeader("Subject", subject),
    boundary,
    text: encode(pieces(text)),
    html: encode(pieces(html)),
  };
}

const encodeLines = (text: string) => qp.wrap(qp.encode(text.replace(/\r\n|\r|\n/g, "\r\n")), 76);

const encodeHeader = (name: string, value: string) =>
  `${foldLines(`${name}: ${encodeWords(value.replace(notInHeaders, " "), "Q", 52)}`)}\r\n`;

/** The whole message of one recipient. */
export function fill(
  letter: Prepared,
  headers: [name: string, value: string][],
  words: Record<string, string>,
): Buffer {
  const body = (pieces: string[]) =>
    pieces
      .map((piece, index) => (index % 2 === 0 ? piece : `${softBreak}${encodeLines(words[piece] ?? "")}${softBreak}`))
      .join("");
  const part = (type: string, pieces: string[]) =>
    `--${letter.boundary}\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${body(pieces)}\r\n`;
  return Buffer.from(
    [
      ...headers.map(([name, value]) => `${name}: ${value}\r\n`),
      letter.subject,
      "MIME-Version: 1.0\r\n",
      `Content-Type: multipart/alternative; boundary="${letter.boundary}"\r\n\r\n`,
      part("text/plain", letter.text),
      part("text/html", letter.html),
      `--${letter.boundary}--\r\n`,
    ].join(""),
    "latin1",
  );
}

export type DkimKey = { domain: string; selector: string; privateKey: string };

const signedHeaders =
  "from:to:subject:date:message-id:mime-version:content-type:list-id:list-unsubscribe:list-unsubscribe-post";

/** Signs a message (RFC 6376), the headers by which one leaves among what is signed (RFC 8058). */
export async function signDkim(message: Buffer, { domain, selector, privateKey }: DkimKey): Promise<Buffer> {
  const dkim = new DKIM({ domainName: domain, keySelector: selector, privateKey, headerFieldNames: signedHeaders });
  const chunks: Buffer[] = [];
  for await (const chunk of dkim.sign(message)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
