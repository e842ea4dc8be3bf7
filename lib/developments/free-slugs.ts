import { inArray, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { developments } from "@/db/schema";
import { slugify } from "@/lib/slug";

const mostAtOnce = 10_000;

/**
 * An address for each title, free of others and for ever: the words of the title, or those and the first number that is
 * free, from 2 on. Nobody else is given one until the transaction ends: "a", taken, becomes "a-2", which another may want.
 */
export async function freeSlugs(tx: Transaction, titles: string[]): Promise<string[]> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('plenary slugs'))`);
  const bases = titles.map(slugify);
  const given = new Set<string>();
  /** By words, the next number to try. */
  const next = new Map(bases.map((base) => [base, 1]));
  const slugs: string[] = bases.map(() => "");
  // By whole addresses, so that an index finds them whatever the order of letters in this database: of each title as many
  // as are wanted, then twice as many further on while some of them are taken.
  for (let more = 1; ; more *= 2) {
    const wanted = new Map<string, number[]>();
    for (const [place, base] of bases.entries()) {
      if (slugs[place] === "") wanted.set(base, [...(wanted.get(base) ?? []), place]);
    }
    if (wanted.size === 0) return slugs;
    const candidates = [...wanted].flatMap(([base, places]) => {
      const from = next.get(base) ?? 1;
      return Array.from({ length: Math.max(places.length, more) }, (_, n) => ({
        base,
        slug: numbered(base, from + n),
      }));
    });
    const taken = await takenAmong(
      tx,
      candidates.map(({ slug }) => slug),
    );
    for (const { base, slug } of candidates) {
      next.set(base, (next.get(base) ?? 1) + 1);
      if (taken.has(slug) || given.has(slug)) continue;
      const place = wanted.get(base)?.shift();
      if (place === undefined) continue;
      slugs[place] = slug;
      given.add(slug);
    }
  }
}

async function takenAmong(tx: Transaction, slugs: string[]): Promise<Set<string | null>> {
  const taken = new Set<string | null>();
  for (let start = 0; start < slugs.length; start += mostAtOnce) {
    const some = slugs.slice(start, start + mostAtOnce);
    const rows = await tx
      .select({ slug: developments.slug })
      .from(developments)
      .where(inArray(developments.slug, some));
    for (const { slug } of rows) taken.add(slug);
  }
  return taken;
}

const numbered = (base: string, number: number) => (number === 1 ? base : `${base}-${number}`);
