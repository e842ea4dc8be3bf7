import { and, eq } from "drizzle-orm";
import { cookies } from "next/headers";
import { decode, encode } from "next-auth/jwt";
import { z } from "zod";
import type { Database } from "@/db/client";
import { people } from "@/db/schema";
import type { Caller } from "@/lib/context";
import { authSecret, env } from "@/lib/env";
import { sessionCookieName } from "./cookie-name";

/** The session, only here: a signed cookie says who, the database says whether they still may. */

export const sessionSeconds = 14 * 24 * 60 * 60;
export const secureCookies = () => env().baseUrl.startsWith("https:");
const sessionCookie = () => sessionCookieName(env().baseUrl);

const claims = z.object({ sub: z.uuid(), sessionNumber: z.int() });

/** Whoever sends this request, read anew: somebody removed or signed out everywhere is nobody at once. */
export async function findCaller(db: Database): Promise<Caller> {
  const jar = await cookies();
  const token = jar.get(sessionCookie())?.value;
  if (!token) return null;
  const decoded = await decode({ token, secret: authSecret() }).catch(() => null);
  const session = claims.safeParse(decoded);
  if (!session.success) return null;
  const [person] = await db
    .select()
    .from(people)
    .where(
      and(
        eq(people.id, session.data.sub),
        eq(people.active, true),
        eq(people.sessionNumber, session.data.sessionNumber),
      ),
    );
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
