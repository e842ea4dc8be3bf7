import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { DevelopmentContent } from "@/db/content";

export type ChainedRevision = {
  developmentId: number;
  number: number;
  /** Number, not id, of the revision this one was based on. */
  baseNumber: number | null;
  authorId: string;
  recordedAt: Date;
  backfill: boolean;
  content: DevelopmentContent;
  previousHash: string | null;
};

/** SHA-256 over the revision and its predecessor's hash, as canonical JSON (RFC 8785), in lowercase hex. */
export function revisionHash(revision: ChainedRevision): string {
  const text = canonicalize({ ...revision, recordedAt: revision.recordedAt.toISOString() });
  if (text === undefined) throw new TypeError("A revision must be JSON.");
  return createHash("sha256").update(text).digest("hex");
}
