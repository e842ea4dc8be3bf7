import { and, eq } from "drizzle-orm";
import { cookies } from "next/headers";
import { encode } from "next-auth/jwt";
import type { Database } from "@/db/client";
import { people } from "@/db/schema";
import type { Caller } from "@/lib/context";
import { authSecret, env } from "@/lib/env";
import { sessionCookieName } from "./cookie-name";
import { readSessionToken } from "./session-token";

/** The session, only here: a signed cookie says who, the database says whether they still may. */

export const sessionSeconds = 14 * 24 * 60 * 60;
export const secureCookies = () => env().baseUrl.startsWith("https:");
const sessionCookie = () => sessionCookieName(env().baseUrl);

/** Whoever sends this request, read anew: somebody removed or signed out everywhere is nobody at once. */
export async function findCaller(db: Database): Promise<Caller> {
  const jar = await cookies();
  const token = jar.get(sessionCookie())?.value;
  if (!token) return null;
  const session = await readSessionToken(token);
  if (!session) return null;
  const [person] = await db
    .select()
    .from(people)
    .where(and(eq(people.id, session.sub), eq(people.active, true), eq(people.sessionNumber, session.sessionNumber)));
  if (!person?.email) return null;
  return { id: person.id, name: person.name, email: person.email, role: person.role };
}

const attributes = () => ({ httpOnly: true, sameSite: "lax" as const, path: "/", secure: secureCookies() });

export async function openSession(person: { id: string; sessionNumber: number }): Promise<void> {
  const token = await encode({
    token: { sub: person.id, sessionNumber: person.sessionNumber },
    secret: authSecret(),
    maxAge: sessionSeconds,
  });
  (await cookies()).set(sessionCookie(), token, { ...attributes(), maxAge: sessionSeconds });
}

export async function closeSession(): Promise<void> {
  (await cookies()).set(sessionCookie(), "", { ...attributes(), maxAge: 0 });
}
