import { and, asc, inArray } from "drizzle-orm";
import { claimSources, claims, impactAreas, publications as p } from "@/db/schema";
import type { ClaimStatus } from "@/db/vocabulary";
import type { Context } from "@/lib/context";
import { listedAt } from "@/lib/developments/visible";

export type ClaimView = {
  slug: string;
  text: string;
  kind: "fact" | "prediction" | "opinion";
  section: string;
  /** What would count for and against it. */
  test: string;
  /** When a prediction can be judged; set by the editors, not by its author. */
  dueOn: string | null;
  status: ClaimStatus;
  statusReason: string;
  areas: { slug: string; name: string }[];
  /** Of published developments only. */
  evidence: { slug: string; title: string; stance: "supports" | "contradicts" | "mixed"; note: string }[];
};

export type ClaimSource = { title: string; publisher: string; url: string | null; note: string };

/** Sentences somebody wrote that can be checked, in the order of their text, with the evidence for and against. */
export async function listClaims({
  db,
}: Pick<Context, "db">): Promise<{ sources: ClaimSource[]; claims: ClaimView[] }> {
  const [sources, rows, areas] = await Promise.all([
    db.select().from(claimSources).orderBy(asc(claimSources.slug)),
    db.select().from(claims).orderBy(asc(claims.sourceSlug), asc(claims.position)),
    db.select({ slug: impactAreas.slug, name: impactAreas.name }).from(impactAreas),
  ]);
  const cited = rows.flatMap(({ evidence }) => evidence.map(({ developmentSlug }) => developmentSlug));
  const published =
    cited.length === 0
      ? []
      : await db
          .select({ slug: p.slug, title: p.title })
          .from(p)
          .where(and(inArray(p.slug, cited), listedAt(null)));
  const titles = new Map(published.map(({ slug, title }) => [slug, title]));
  return {
    sources: sources.map(({ title, publisher, url, note }) => ({ title, publisher, url, note })),
    claims: rows.map(({ slug, text, kind, section, test, dueOn, status, statusReason, ...row }) => ({
      ...{ slug, text, kind, section, test, dueOn, status, statusReason },
      areas: areas.filter((area) => row.areas.includes(area.slug)),
      evidence: row.evidence.flatMap(({ developmentSlug, stance, note }) => {
        const title = titles.get(developmentSlug);
        return title ? [{ slug: developmentSlug, title, stance, note }] : [];
      }),
    })),
  };
}
