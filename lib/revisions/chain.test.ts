import { expect, test } from "vitest";
import { emptyContent } from "@/db/content";
import { type ChainedRevision, revisionHash } from "./chain";

const revision: ChainedRevision = {
  developmentId: 7,
  number: 2,
  baseNumber: 1,
  authorId: "00000000-0000-4000-8000-000000000001",
  recordedAt: new Date("2026-11-24T09:30:00.000Z"),
  backfill: false,
  content: { ...emptyContent, title: "A test development" },
  previousHash: "a".repeat(64),
};

test("the hash does not depend on the order of keys", () => {
  const { title, ...rest } = revision.content;
  expect(revisionHash({ ...revision, content: { ...rest, title } })).toBe(revisionHash(revision));
});

test("the hash is SHA-256 of the canonical JSON, so that others can compute it", () => {
  expect(revisionHash(revision)).toMatch(/^[0-9a-f]{64}$/);
});

test.each<[string, Partial<ChainedRevision>]>([
  ["another text", { content: { ...revision.content, title: "Another test development" } }],
  ["another author", { authorId: "00000000-0000-4000-8000-000000000002" }],
  ["a millisecond later", { recordedAt: new Date("2026-11-24T09:30:00.001Z") }],
  ["another base", { baseNumber: null }],
  ["another predecessor", { previousHash: "b".repeat(64) }],
  ["another development", { developmentId: 8 }],
  ["backfill", { backfill: true }],
])("%s makes another hash", (_, change) => {
  expect(revisionHash({ ...revision, ...change })).not.toBe(revisionHash(revision));
});
