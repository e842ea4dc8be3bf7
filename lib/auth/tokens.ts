import { createHash, randomBytes } from "node:crypto";
import { and, eq, gt, lt } from "drizzle-orm";
import type { Database } from "@/db/client";
import { verificationTokens } from "@/db/schema";
import { authSecret } from "@/lib/env";

/** One-time words that stand in links. Only a hash is kept, made as next-auth makes it (token, then secret). */

const hashOf = (token: string) => createHash("sha256").update(`${token}${authSecret()}`).digest("hex");

export async function issueToken(
  db: Database,
  { identifier, now, minutes }: { identifier: string; now: Date; minutes: number },
): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const expires = new Date(now.getTime() + minutes * 60_000);
  await db.delete(verificationTokens).where(lt(verificationTokens.expires, now));
  await db.insert(verificationTokens).values({ identifier, token: hashOf(token), expires });
  return token;
}

/** Whether this token is still good; asking does not use it up. */
export async function tokenHolds(db: Database, identifier: string, token: string, now: Date): Promise<boolean> {
  const rows = await db
    .select()
    .from(verificationTokens)
    .where(match(identifier, token, now));
  return rows.length === 1;
}

/** True once: of two that ask at the same time one gets it. */
export async function useToken(db: Database, identifier: string, token: string, now: Date): Promise<boolean> {
  const used = await db
    .delete(verificationTokens)
    .where(match(identifier, token, now))
    .returning();
  return used.length === 1;
}

export async function dropTokens(db: Database, identifier: string): Promise<void> {
  await db.delete(verificationTokens).where(eq(verificationTokens.identifier, identifier));
}

const match = (identifier: string, token: string, now: Date) =>
  and(
    eq(verificationTokens.identifier, identifier),
    eq(verificationTokens.token, hashOf(token)),
    gt(verificationTokens.expires, now),
  );
