import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { desc, eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { linkKeys } from "@/db/schema";
import { NotFound } from "@/lib/errors";

/**
 * Links in letters that act without signing in: HMAC-SHA-256 over key, subscriber and purpose, cut to 128 bit. They are
 * good for ever: keys are added and never taken away.
 */

const purposes = { preferences: 1, leave: 2, delivery: 3 } as const;
export type LinkPurpose = keyof typeof purposes;

const headLength = 2 + 6 + 1;
const macLength = 16;
/** What the column holds. */
const lastKeyId = 32_767;

export type LinkSigner = (id: number, purpose: LinkPurpose) => string;

/**
 * Signs for any number of subscribers with the newest key; makes the first one. What names a delivery is signed with
 * the first, so that it never changes.
 */
export async function linkSigner(db: Database, now: Date): Promise<LinkSigner> {
  const newest = (await newestKey(db)) ?? (await addLinkKey(db, now));
  const first = await firstKey(db, now);
  return (id, purpose) => {
    const key = purpose === "delivery" ? first : newest;
    const head = Buffer.alloc(headLength);
    head.writeUInt16BE(key.id, 0);
    head.writeUIntBE(id, 2, 6);
    head.writeUInt8(purposes[purpose], 8);
    return Buffer.concat([head, macOf(key.secret, head)]).toString("base64url");
  };
}

/** Whom (or which delivery) a link is for. Throws NotFound for whatever was not signed here for that purpose. */
export async function readLink(db: Database, token: string, purpose: LinkPurpose): Promise<number> {
  const bytes = Buffer.from(token, "base64url");
  const head = bytes.subarray(0, headLength);
  const mac = bytes.subarray(headLength);
  const isWhole = bytes.length === headLength + macLength && bytes.toString("base64url") === token;
  const keyId = isWhole ? head.readUInt16BE(0) : 0;
  const key = keyId > 0 && keyId <= lastKeyId ? await db.select().from(linkKeys).where(eq(linkKeys.id, keyId)) : [];
  const expected = macOf(key[0]?.secret ?? "", head);
  if (!key[0] || !timingSafeEqual(mac, expected) || head.readUInt8(8) !== purposes[purpose]) {
    throw new NotFound(
      "This link is not complete. Copy it whole from the letter, or subscribe again to get a new one.",
    );
  }
  return head.readUIntBE(2, 6);
}

/** A new key for the letters to come; the links of old ones stay good. */
export async function addLinkKey(db: Database, now: Date): Promise<{ id: number; secret: string }> {
  const id = ((await newestKey(db))?.id ?? 0) + 1;
  const secret = randomBytes(32).toString("base64");
  await db.insert(linkKeys).values({ id, secret, createdAt: now }).onConflictDoNothing();
  const [key] = await db.select().from(linkKeys).where(eq(linkKeys.id, id));
  if (!key) throw new Error("The key was not stored.");
  return key;
}

/** For what must be recognised again and not be readable: the hash of an address. */
export async function hashAddress(db: Database, now: Date, email: string): Promise<string> {
  const { secret } = await firstKey(db, now);
  return createHmac("sha256", secret).update(`address ${email}`).digest("hex");
}

const firstKey = async (db: Database, now: Date) =>
  (await db.select().from(linkKeys).where(eq(linkKeys.id, 1)))[0] ?? (await addLinkKey(db, now));

const newestKey = async (db: Database) => (await db.select().from(linkKeys).orderBy(desc(linkKeys.id)).limit(1))[0];

const macOf = (secret: string, head: Buffer) =>
  createHmac("sha256", secret).update("plenary letter ").update(head).digest().subarray(0, macLength);
