"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { personRoles } from "@/db/vocabulary";
import { addPerson, deactivatePerson, reactivatePerson, setRole } from "@/lib/auth/people";
import { emailShape, nameShape, signInLink } from "@/lib/auth/sign-in";
import { env, keepsMails } from "@/lib/env";
import { deskAction } from "@/lib/http/action";
import { queueMail } from "@/lib/mail/queue";

const role = z.enum(personRoles, { error: "Choose a role." });

export const add = deskAction(z.strictObject({ name: nameShape, email: emailShape, role }), async (ctx, input) => {
  const person = await addPerson(ctx, input);
  const { baseUrl } = env();
  const link = await signInLink(ctx, { email: person.email, baseUrl });
  const text = `${ctx.caller.name} added you to Plenary at ${baseUrl}.

Open this link and press the button to sign in. It works once, within 30 minutes; later you can ask for a new one
at ${baseUrl}/sign-in:

${link}
`;
  await queueMail(ctx.db, { to: person.email, subject: "You can sign in to Plenary", text }, ctx.now, 1);
  // The list stands above the form.
  refresh();
  return {
    done: true,
    message: keepsMails()
      ? `${person.name} was added. Their link is in the outbox: no mail server is set.`
      : `${person.name} was added and gets a mail with a link.`,
  };
});

const change = z.strictObject({
  id: z.uuid(),
  to: z.enum(["contributor", "editor", "admin", "deactivated", "activated"]),
});

export const alter = deskAction(change, async (ctx, { id, to }) => {
  if (to === "deactivated") await deactivatePerson(ctx, id);
  else if (to === "activated") await reactivatePerson(ctx, id);
  else await setRole(ctx, id, to);
  return { goTo: "/desk/people" };
});
