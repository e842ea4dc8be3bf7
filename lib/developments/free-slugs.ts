import { inArray, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { developments } from "@/db/schema";
import { slugify } from "@/lib/slug";

/**
 * An address for each title, free of others and for ever: the words of the title, or those and the first number that is
 * free, from 2 on. Nobody else is given one until the transaction ends: "a", taken, becomes "a-2", which another may want.
 */
export async function freeSlugs(tx: Transaction, titles: string[]): Promise<string[]> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('plenary slugs'))`);
  const wanted = titles.map((title) => ({ base: slugify(title), slug: "" }));
  const given = new Set<string>();
  // By whole addresses, so that an index finds them whatever the order of letters in this database.
  for (let from = 1; wanted.some(({ slug }) => slug === ""); from *= 2) {
    const candidates = wanted.flatMap(({ base, slug }) =>
      slug === "" ? Array.from({ length: from }, (_, place) => numbered(base, from + place)) : [],
    );
    const taken = await tx
      .select({ slug: developments.slug })
      .from(developments)
      .where(inArray(developments.slug, [...new Set(candidates)]));
    const known = new Set(taken.map(({ slug }) => slug));
    for (const one of wanted) {
      for (let number = from; one.slug === "" && number < 2 * from; number++) {
        const slug = numbered(one.base, number);
        if (!known.has(slug) && !given.has(slug)) one.slug = slug;
      }
      given.add(one.slug);
    }
  }
  return wanted.map(({ slug }) => slug);
}

const numbered = (base: string, number: number) => (number === 1 ? base : `${base}-${number}`);
