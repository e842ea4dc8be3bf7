import { type SQL, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import type { DevelopmentContent } from "@/db/content";

/** Marks around found words: characters that no text of the record may hold. */
export const foundStart = "\ue000";
export const foundEnd = "\ue001";

/**
 * What a typed search asks of the index: word forms of all words, quoted phrases and -words left out, and the last
 * word also as the beginning of a longer one.
 */
export function searchQuery(typed: string): SQL {
  // The stemmer leaves the s of "gTLDs" and "VPNs".
  const q = typed.replace(/(?<![\p{L}\p{N}])(\p{L}*\p{Lu}{2,})s(?![\p{L}\p{N}])/gu, "$1");
  const whole = sql`websearch_to_tsquery('plenary', ${q})`;
  const typing = /^(.*?)([\p{L}\p{N}][\p{L}\p{N}'’.-]*)$/su.exec(q);
  const [, head = "", last = ""] = typing ?? [];
  const insideQuotes = (head.match(/"/g)?.length ?? 0) % 2 === 1;
  if (!last || insideQuotes || /(^|\s)-$/.test(head)) return whole;
  const prefix = sql`to_tsquery('plenary_plain', quote_literal(${last}) || ':*')`;
  const ending = sql`(websearch_to_tsquery('plenary', ${last}) || ${prefix})`;
  return head.trim() === "" ? ending : sql`(websearch_to_tsquery('plenary', ${head}) && ${ending})`;
}

/** Texts with the found words marked, in the order given; the second is cut down to where they stand. */
export async function markFound(
  db: Database,
  q: string,
  texts: { title: string; summary: string }[],
): Promise<{ title: string; extract: string }[]> {
  if (texts.length === 0) return [];
  const marks = `StartSel=${foundStart},StopSel=${foundEnd}`;
  const rows = await db.execute<{ title: string; extract: string }>(sql`
    select ts_headline('plenary', text.title, query.q, ${`${marks},HighlightAll=true`}) as title,
      ts_headline('plenary', text.summary, query.q, ${`${marks},MaxWords=34,MinWords=14,MaxFragments=1`}) as extract
    from (select ${searchQuery(q)} as q) query,
      rows from (jsonb_to_recordset(${JSON.stringify(texts)}::text::jsonb) as (title text, summary text))
        with ordinality as text(title, summary, place)
    order by text.place`);
  return [...rows];
}

/** What a slug is also found by: names, short names, other names. */
export type SearchNames = { bodies: Map<string, string>; actors: Map<string, string> };

/** What a publication is found by; the function weighs title, bodies, summary, and the names in it and its sources. */
export function searchVector(content: DevelopmentContent, summary: string, names: SearchNames): SQL<string> {
  const bodyNames = [content.bodySlug ?? "", ...content.affectedBodySlugs].map((slug) => names.bodies.get(slug) ?? "");
  const actorNames = content.actors.map((actor) => names.actors.get(actor.slug) ?? "");
  const sourceTexts = content.sources.flatMap((source) => [source.title, source.publisher]);
  const named = [...actorNames, ...sourceTexts].join(". ");
  return sql<string>`search_vector(${content.title}, ${bodyNames.join(". ")}, ${summary}, ${named})`;
}
