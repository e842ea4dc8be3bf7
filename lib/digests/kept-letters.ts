import { requireCan } from "@/lib/auth/access";
import type { Context } from "@/lib/context";
import { isBlindTo } from "@/lib/developments/blind-list";
import { noFilters } from "@/lib/developments/filters";
import { type KeptMail, listOutbox } from "@/lib/mail/outbox";

/** What the outbox says of a mail; `hidden` where it is a letter to somebody else that tells how impacts were scored. */
export type ShownMail = KeptMail & { hidden: boolean };

/** The newest mails of the outbox, as an admin sees them who may have yet to score. */
export async function listKeptMail({ db, caller }: Pick<Context, "db" | "caller">): Promise<ShownMail[]> {
  requireCan(caller, "outbox.read");
  const [mails, isBlind] = await Promise.all([listOutbox(), isBlindTo({ db, caller }, noFilters)]);
  return mails.map((mail) =>
    // Only letters are written as pages. Their subjects count what they hold.
    mail.html && mail.to !== caller.email && isBlind
      ? { ...mail, subject: "A weekly letter", text: "", html: undefined, hidden: true }
      : { ...mail, hidden: false },
  );
}
