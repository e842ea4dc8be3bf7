import { asc, desc, eq } from "drizzle-orm";
import { bodies, usParticipation, withdrawalEntries, withdrawalLists } from "@/db/schema";
import type { Context } from "@/lib/context";
import { NotFound } from "@/lib/errors";

export type WithdrawalEntry = {
  section: string;
  position: number;
  name: string;
  group: "un" | "non-un";
  internetRelated: boolean;
  relation: "direct" | "indirect" | "none";
  reason: string;
  body: { slug: string; name: string } | null;
  /** Whether a formal notice by the United States was found; null where the body is not followed here. */
  notified: boolean | null;
};

export type WithdrawalList = {
  developmentSlug: string;
  instrument: string;
  sourceUrl: string;
  inclusionRule: string;
  entries: WithdrawalEntry[];
};

/** The 66 entries exactly as the memorandum names them, in its order. Throws NotFound before they are loaded. */
export async function getWithdrawalList({ db }: Pick<Context, "db">): Promise<WithdrawalList> {
  const [[list], entries, notices] = await Promise.all([
    db.select().from(withdrawalLists),
    db
      .select({ entry: withdrawalEntries, bodyName: bodies.name })
      .from(withdrawalEntries)
      .leftJoin(bodies, eq(bodies.slug, withdrawalEntries.bodySlug))
      .orderBy(asc(withdrawalEntries.section), asc(withdrawalEntries.position)),
    db
      .select({ slug: usParticipation.bodySlug })
      .from(usParticipation)
      .where(eq(usParticipation.stage, "notified"))
      .orderBy(desc(usParticipation.date)),
  ]);
  if (!list) throw new NotFound("The list has not been loaded.");
  const notified = new Set(notices.map((row) => row.slug));
  return {
    ...list,
    // The rule is kept as the data states it, in words of its file.
    inclusionRule: list.inclusionRule.replace(/^internetRelated is true/, "An entry counts as internet-related"),
    entries: entries.map(({ entry, bodyName }) => {
      const { section, position, name, group, internetRelated, relation, reason, bodySlug } = entry;
      return {
        ...{ section, position, name, group, internetRelated, relation, reason },
        body: bodySlug && bodyName ? { slug: bodySlug, name: bodyName } : null,
        notified: bodySlug ? notified.has(bodySlug) : null,
      };
    }),
  };
}
