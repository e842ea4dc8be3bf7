import { createHash } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/db/client";
import type { Message } from "@/db/message";
import { people } from "@/db/schema";
import { recordAudit } from "@/lib/audit/record";
import type { Person } from "@/lib/context";
import { Conflict, Invalid } from "@/lib/errors";
import { hasWords, line } from "@/lib/text";
import { countAttempts } from "./limits";
import { hasAdmin, lockPeople } from "./people";
import { dropTokens, issueToken, tokenHolds, useToken } from "./tokens";

export const emailShape = line("The e-mail address", 254)
  .refine((value) => z.email().safeParse(value).success, {
    error: "Write one e-mail address, such as name@example.org.",
  })
  .transform((value) => value.toLowerCase());

export const nameShape = line("The name", 120).refine(hasWords, { error: "Write the name." });

type World = { db: Database; now: Date };

const linkMinutes = 30;

/**
 * Sends a one-time link to a person who may sign in; for any other address it does nothing, and the caller says
 * the same. `send` is not awaited, so that the time of the answer does not tell either.
 */
export async function requestSignIn(
  { db, now }: World,
  request: { email: string; network: string; next: string; baseUrl: string },
  send: (message: Message) => Promise<void>,
): Promise<void> {
  const { email, network, next, baseUrl } = request;
  const address = createHash("sha256").update(email).digest("hex").slice(0, 32);
  await countAttempts(db, now, [
    { key: `sign-in network ${network}`, atMost: 30 },
    { key: `sign-in address ${address}`, atMost: 5 },
    { key: "sign-in", atMost: 2000 },
  ]);
  const [person] = await db
    .select({ name: people.name })
    .from(people)
    .where(and(eq(people.email, email), eq(people.active, true)));
  // Made for any address, so that the same rows are written; of a link that is not sent nobody knows the token.
  const link = await signInLink({ db, now }, { email, next, baseUrl });
  if (!person) return;
  send(signInMail(email, link)).catch((error) => console.error("The sign-in link could not be mailed:", error));
}

/** A link that signs this address in once, after a click on the page it opens. */
export async function signInLink(
  { db, now }: World,
  { email, next = "/desk", baseUrl }: { email: string; next?: string; baseUrl: string },
): Promise<string> {
  const token = await issueToken(db, { identifier: email, now, minutes: linkMinutes });
  const query = new URLSearchParams({ email, token, ...(next === "/desk" ? {} : { next }) });
  return `${baseUrl}/sign-in/confirm?${query}`;
}

function signInMail(to: string, link: string): Message {
  return {
    to,
    subject: "Your sign-in link for Plenary",
    text: `Open this link and press the button to sign in to Plenary:

${link}

It works once, within ${linkMinutes} minutes. If you did not ask for it, ignore this mail: without the button
nothing happens.
`,
  };
}

const firstAdmin = "first admin";

/** A link that makes the first admin, while there is none; else null. A new one replaces the last. */
export async function firstAdminLink({ db, now }: World, baseUrl: string): Promise<string | null> {
  if (await hasAdmin(db)) return null;
  await dropTokens(db, firstAdmin);
  const token = await issueToken(db, { identifier: firstAdmin, now, minutes: 24 * 60 });
  return `${baseUrl}/sign-in/first?${new URLSearchParams({ token })}`;
}

export async function firstAdminLinkHolds({ db, now }: World, token: string): Promise<boolean> {
  return (await tokenHolds(db, firstAdmin, token, now)) && !(await hasAdmin(db));
}

/** Makes the first admin. The link works once; two who open it at once cannot both become admin. */
export async function makeFirstAdmin(
  { db, now }: World,
  input: { token: string; name: string; email: string; network: string },
): Promise<Person & { sessionNumber: number }> {
  await countAttempts(db, now, [{ key: `first admin ${input.network}`, atMost: 20 }]);
  return db.transaction(async (tx) => {
    // Two processes that start at once may each have printed a link.
    await lockPeople(tx);
    if (!(await useToken(tx, firstAdmin, input.token, now)) || (await hasAdmin(tx))) {
      throw new Invalid({ token: "This link has been used or is too old. Start the site again to get a new one." });
    }
    await dropTokens(tx, firstAdmin);
    const [person] = await tx
      .insert(people)
      .values({ name: input.name, email: input.email, role: "admin", emailVerified: now, createdAt: now })
      .onConflictDoNothing()
      .returning();
    if (!person) throw new Conflict("There is a person with this address already.", null);
    await recordAudit(tx, {
      at: now,
      personId: null,
      action: "person.first-admin",
      subject: `person:${person.id}`,
    });
    const { id, name, role, sessionNumber } = person;
    return { id, name, email: input.email, role, sessionNumber };
  });
}
