import { decode } from "next-auth/jwt";
import { z } from "zod";
import { authSecret } from "@/lib/env";

const claims = z.object({ sub: z.uuid(), sessionNumber: z.int() });
export type SessionClaims = z.infer<typeof claims>;

/** What a session cookie says, if this site signed it and it has not run out; the database says whether it holds. */
export async function readSessionToken(token: string): Promise<SessionClaims | null> {
  const decoded = await decode({ token, secret: authSecret() }).catch(() => null);
  const session = claims.safeParse(decoded);
  return session.success ? session.data : null;
}
