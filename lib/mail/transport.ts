import MailComposer from "nodemailer/lib/mail-composer";
import type { Message } from "@/db/message";
import { env } from "@/lib/env";
import { type Outcome, outboxCourier, smtpCourier } from "./courier";
import { signDkim } from "./raw";

// Controls would end a header, and marks that reorder text would show another one than is there.
const notInHeaders = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

type Handing = {
  now: Date;
  /** The same each time this mail is tried. */
  messageId: string;
  /** Called before the mail server gets the text; false keeps the mail back. */
  begin: () => Promise<boolean>;
  patienceMs?: number;
};

/** Hands a mail to the mail server, and says what it answered; without SMTP_URL it becomes a file in DATA_DIR/outbox. */
export async function sendMail(message: Message, { now, messageId, begin, patienceMs }: Handing): Promise<Outcome> {
  const { smtpUrl, mailFrom, dkim } = env();
  const courier = smtpUrl ? smtpCourier(smtpUrl, patienceMs) : outboxCourier(() => now);
  try {
    const raw = await compose(message, { from: mailFrom, date: now, messageId });
    return await courier.deliver({
      ...{ from: addressOf(mailFrom), to: message.to, begin, readable: () => message },
      message: dkim ? await signDkim(raw, dkim) : raw,
    });
  } finally {
    courier.close();
  }
}

async function compose(message: Message, about: { from: string; date: Date; messageId: string }): Promise<Buffer> {
  const { to, subject, text, html, headers } = message;
  const raw = await new MailComposer({
    ...about,
    // As text it would be read as a list of addresses.
    to: { name: "", address: to },
    subject: subject.replace(notInHeaders, " "),
    ...{ text, html, headers },
  })
    .compile()
    .build();
  return Buffer.from(raw.toString("latin1").replace(/\r\n|\r|\n/g, "\r\n"), "latin1");
}

/** "Plenary <plenary@example.org>" as the address alone. */
export const addressOf = (mailbox: string) => /<([^<>]+)>\s*$/.exec(mailbox)?.[1] ?? mailbox.trim();
