import { and, inArray } from "drizzle-orm";
import { publications as p } from "@/db/schema";
import type { DatePrecision } from "@/db/vocabulary";
import { listedAt } from "@/lib/developments/visible";
import type { ChartContext } from "./frame";

/** The few things that can be compared before and after: the same act, twice. What is said of each is in its record. */

type Act = { slug: string; said: string; rest: string; squares?: { n: number; hollow?: number } };
type Pair = { title: string; acts: Act[] };

const pairs: Pair[] = [
  {
    title: "Who signs a statement of the Freedom Online Coalition",
    acts: [
      {
        slug: "all-42-freedom-online-coalition-members-comment-on-the-un-cybercrime",
        said: "42 members",
        rest: ", on the cybercrime convention",
        squares: { n: 42 },
      },
      {
        slug: "freedom-online-coalition-members-issue-joint-statement-on-shutdowns-in-iran",
        said: "26 members and one observer",
        rest: ", on shutdowns in Iran",
        squares: { n: 26, hollow: 1 },
      },
    ],
  },
  {
    title: "How the General Assembly decides on AI",
    acts: [
      {
        slug: "first-un-general-assembly-resolution-on-safe-secure-and-trustworthy-ai",
        said: "without a vote",
        rest: ": safe, secure and trustworthy AI",
      },
      {
        slug: "un-general-assembly-creates-the-scientific-panel-and-the-global-dialogue-on-ai",
        said: "by consensus",
        rest: ": the scientific panel is created",
      },
      {
        slug: "un-general-assembly-appoints-40-members-of-the-independent-international",
        said: "117 to 2, 2 abstaining",
        rest: ": its members are appointed; the United States and Paraguay against",
      },
    ],
  },
  {
    title: "Duties on electronic transmissions",
    acts: [
      {
        slug: "wto-ministers-prolong-the-e-commerce-moratorium-a-last-time-until-2026",
        said: "prolonged",
        rest: ": the WTO keeps its moratorium",
      },
      {
        slug: "wto-ministerial-conference-ends-without-renewing-the-e-commerce-moratorium",
        said: "not renewed",
        rest: ": the conference in Yaounde ends without agreement",
      },
    ],
  },
  {
    title: "Elections at the ITU",
    acts: [
      {
        slug: "itu-member-states-elect-doreen-bogdan-martin-as-secretary-general-from-2023",
        said: "139 of 172 votes",
        rest: ": Doreen Bogdan-Martin is elected Secretary-General",
      },
      {
        slug: "itu-opens-nominations-for-its-2026-elections",
        said: "nominations opened",
        rest: " for the elections in Doha; their results are not on record yet",
      },
    ],
  },
];

export type ActOnRecord = Act & { decidedOn: string; datePrecision: DatePrecision };

/** Pairs of which at least two acts are published. */
export async function listLikeWithLike({
  db,
}: Pick<ChartContext, "db">): Promise<{ title: string; acts: ActOnRecord[] }[]> {
  const slugs = pairs.flatMap(({ acts }) => acts.map(({ slug }) => slug));
  const rows = await db
    .select({ slug: p.slug, decidedOn: p.decidedOn, datePrecision: p.datePrecision })
    .from(p)
    .where(and(inArray(p.slug, slugs), listedAt(null)));
  const onRecord = new Map(rows.map((row) => [row.slug, row]));
  return pairs
    .map(({ title, acts }) => ({
      title,
      acts: acts.flatMap((act) => {
        const row = onRecord.get(act.slug);
        return row ? { ...act, ...row } : [];
      }),
    }))
    .filter(({ acts }) => acts.length > 1);
}
