import type { Metadata } from "next";
import { signOut } from "@/app/sign-in/actions";
import { LetterFrame } from "@/components/digests/letter-frame";
import { DeskPage } from "@/components/layout/desk-page";
import { listKeptMail, type ShownMail } from "@/lib/digests/kept-letters";
import { keepsMails } from "@/lib/env";
import { deskPage, orNotFound } from "@/lib/http/desk-page";
import { type PageQuery, readQuery } from "@/lib/http/query";

export const metadata: Metadata = { title: "Outbox", robots: { index: false } };

export default async function OutboxPage({ searchParams }: { searchParams: PageQuery }) {
  const ctx = await deskPage("/desk/outbox");
  const mails = await orNotFound(listKeptMail(ctx));
  const asked = (await readQuery(searchParams)).get("mail");
  const open = mails.find(({ file }) => file === asked) ?? mails[0];
  return (
    <DeskPage caller={ctx.caller} current="/desk/outbox" signOut={signOut}>
      <h1>Outbox</h1>
      <p className="text soft">
        {keepsMails()
          ? "No mail server is set (SMTP_URL), so each mail is a file in DATA_DIR/outbox and stands below, newest first."
          : "Mail goes to the mail server. What was kept before it was set stands below."}
      </p>
      {mails.length === 0 && <p className="empty soft">No mail yet.</p>}
      {open && <Mail mail={open} />}
      {mails.length > 1 && (
        <section className="section">
          <h2>All mails</h2>
          <table className="tbl-stack small">
            <caption className="vh">Kept mails, the newest first</caption>
            <thead>
              <tr>
                <th scope="col">Subject</th>
                <th scope="col">To</th>
                <th scope="col">Kept, in UTC</th>
              </tr>
            </thead>
            <tbody>
              {mails.map((mail) => (
                <tr key={mail.file}>
                  <th scope="row">
                    <a
                      href={`/desk/outbox?${new URLSearchParams({ mail: mail.file })}`}
                      aria-current={mail === open ? "true" : undefined}
                    >
                      {mail.subject}
                    </a>
                  </th>
                  <td>{mail.to}</td>
                  <td>{sayInstant(mail)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </DeskPage>
  );
}

const sayInstant = ({ at }: ShownMail) => at.slice(0, 19).replace("T", " ");

function Mail({ mail }: { mail: ShownMail }) {
  return (
    <section className="section">
      <h2 className="pane-h">{mail.subject}</h2>
      <p className="small soft">
        To {mail.to}, {sayInstant(mail)} UTC
      </p>
      {mail.html && <LetterFrame title="The mail as a mail program shows it" html={mail.html} />}
      {mail.html && <h3>The same as text</h3>}
      {mail.hidden ? (
        <p className="mail-text soft">
          Scoring is blind: this letter tells how impacts were scored that you have yet to score. It opens once your
          scores are in; <a href="/digests">the archive</a> shows each week without them.
        </p>
      ) : (
        <p className="mail-text">{withLinks(mail.text)}</p>
      )}
    </section>
  );
}

/** Addresses in a text as links: without a mail server this is where people get theirs. */
const withLinks = (text: string) =>
  text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,:;!?)\]])/).map((part, place) =>
    place % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text
      <a key={place} href={part}>
        {part}
      </a>
    ) : (
      part
    ),
  );
