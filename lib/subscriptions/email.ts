import type { Message } from "@/db/message";

export const confirmSubject = "Confirm that you want the weekly digest of Plenary";

/** Nothing in it comes from whoever asked: their words would be ours in somebody else's letter box. */
export function confirmationMail(to: string, link: string): Message {
  return {
    to,
    subject: confirmSubject,
    text: `Somebody, probably you, asked for the weekly digest of Plenary at this address:
the developments in internet governance published there in the week, each with
its sources.

This page shows which of them were chosen. Press the button there to confirm:

${link}

The link works once, within 48 hours. If you did not ask, do nothing: without the
button no letter comes, and this address is forgotten.
`,
    headers: { "Auto-Submitted": "auto-generated" },
  };
}
