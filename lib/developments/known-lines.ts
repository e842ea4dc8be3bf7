import { and, inArray, isNull } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { publications as p } from "@/db/schema";
import { slugify } from "@/lib/slug";
import type { ReadLine } from "./import-lines";

/** A title that several have is looked for under so many addresses. */
const mostAlike = 5;

/** Which lines tell of what is published already, whoever brought it: by its address, or by title, body and day. */
export async function knownLines(tx: Transaction, lines: ReadLine[]): Promise<Set<ReadLine>> {
  const addresses = lines.flatMap(({ slug, changes: { title = "" } }) => {
    const base = slugify(title);
    return [base, ...(slug ? [slug] : []), ...Array.from({ length: mostAlike - 1 }, (_, n) => `${base}-${n + 2}`)];
  });
  if (addresses.length === 0) return new Set();
  const rows = await tx
    .select({ slug: p.slug, title: p.title, bodySlug: p.bodySlug, decidedOn: p.decidedOn })
    .from(p)
    .where(and(inArray(p.slug, [...new Set(addresses)]), isNull(p.knownUntil)));
  const slugs = new Set(rows.map(({ slug }) => slug));
  const said = new Set(rows.map(keyOf));
  return new Set(lines.filter(({ slug, changes }) => (slug !== null && slugs.has(slug)) || said.has(keyOf(changes))));
}

/** Without lines that tell again what one before them tells, as if that one were published already. */
export function withoutTwins(lines: ReadLine[]): ReadLine[] {
  const seen = new Set<string>();
  return lines.filter(({ slug, changes }) => {
    const keys = [...(slug === null ? [] : [slug]), keyOf(changes)];
    const isTwin = keys.some((key) => seen.has(key));
    if (!isTwin) for (const key of keys) seen.add(key);
    return !isTwin;
  });
}

type Said = { title?: string | undefined; bodySlug?: string | null | undefined; decidedOn?: string | null | undefined };

const keyOf = ({ title, bodySlug, decidedOn }: Said) => JSON.stringify([title, bodySlug, decidedOn]);
