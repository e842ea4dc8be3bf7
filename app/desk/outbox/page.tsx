import type { Metadata } from "next";
import { signOut } from "@/app/sign-in/actions";
import { DeskPage } from "@/components/layout/desk-page";
import { requireCan } from "@/lib/auth/access";
import { env } from "@/lib/env";
import { deskPage, orNotFound } from "@/lib/http/desk-page";
import { listOutbox } from "@/lib/mail/outbox";

export const metadata: Metadata = { title: "Outbox", robots: { index: false } };

export default async function OutboxPage() {
  const ctx = await deskPage("/desk/outbox");
  const mails = await orNotFound(
    (async () => {
      requireCan(ctx.caller, "outbox.read");
      return listOutbox();
    })(),
  );
  return (
    <DeskPage caller={ctx.caller} current="/desk/outbox" signOut={signOut}>
      <h1>Outbox</h1>
      <p className="text soft">
        {env().smtpUrl
          ? "Mail goes to the mail server. What was kept before it was set stands below."
          : "No mail server is set (SMTP_URL), so each mail is a file in DATA_DIR/outbox and stands below, newest first."}
      </p>
      {mails.length === 0 && <p className="empty soft">No mail yet.</p>}
      {mails.map((mail) => (
        <section key={mail.file} className="section">
          <h2 className="pane-h">{mail.subject}</h2>
          <p className="small soft">
            To {mail.to}, {mail.at.slice(0, 19).replace("T", " ")} UTC
          </p>
          <p className="mail-text">{withLinks(mail.text)}</p>
        </section>
      ))}
    </DeskPage>
  );
}

/** Addresses in a text as links: without a mail server this is where people get theirs. */
const withLinks = (text: string) =>
  text.split(/(https?:\/\/\S+)/).map((part, place) =>
    place % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text
      <a key={place} href={part}>
        {part}
      </a>
    ) : (
      part
    ),
  );
