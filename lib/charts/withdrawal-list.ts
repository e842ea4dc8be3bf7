import { withdrawalGroups, withdrawalRelations } from "@/db/vocabulary";
import { holds, notices, type WithdrawalFilters, withdrawalHref } from "@/lib/withdrawal/filters";
import { getWithdrawalList, type WithdrawalEntry } from "@/lib/withdrawal/queries";
import type { ChartContext, Drawn, Frame } from "./frame";
import { figure } from "./time";

const labels = {
  relation: {
    direct: "Internet work is its mandate",
    indirect: "Internet work among others",
    none: "No internet work",
  },
  group: { un: "Inside the United Nations", "non-un": "Outside the United Nations" },
  notice: {
    found: "A formal notice was found",
    "not-found": "No formal notice was found",
    "not-followed": "Not followed here: nobody looked",
  },
} as const;
type Word = keyof typeof labels;

const valuesOf: Record<Word, readonly string[]> = {
  relation: withdrawalRelations,
  group: withdrawalGroups,
  notice: notices,
};

/** The 66 by what they are; every piece opens to the names. */
export async function withdrawalList(ctx: ChartContext, { by }: Frame): Promise<Drawn> {
  const { entries, inclusionRule } = await getWithdrawalList(ctx);
  const word = (by ?? "relation") as Word;
  const part: Word = word === "group" ? "relation" : "group";
  const all: WithdrawalFilters = { view: "all", group: null, relation: null, notice: null };
  const count = (chosen: Partial<WithdrawalFilters>) =>
    entries.filter((entry: WithdrawalEntry) => holds(entry, { ...all, ...chosen })).length;
  const say = (of: Word, value: string) => labels[of][value as never] as string;
  const series = valuesOf[word].map((value) => ({
    key: value,
    label: say(word, value),
    n: count({ [word]: value }),
    href: withdrawalHref({ [word]: value }),
    points: valuesOf[part].map((x) =>
      figure({
        x,
        label: say(part, x),
        n: count({ [word]: value, [part]: x }),
        href: withdrawalHref({ [word]: value, [part]: x }),
      }),
    ),
  }));
  const internet = count({ view: "internet" });
  return {
    total: { n: entries.length, href: "/withdrawal" },
    subtitle: "The bodies named in the memorandum of 7 January 2026. One square is one name.",
    rule: `${inclusionRule} The list is the memorandum's own and does not change; whether a notice was found is told as it is known today.`,
    summary: `${internet} of the ${entries.length} named bodies do internet work, ${count({ relation: "direct" })} of them as their mandate; a formal notice was found for ${count({ notice: "found" })}, ${count({ notice: "not-followed" })} are not followed here.`,
    form: "pieces",
    measure: "names",
    excluded: [],
    warnings: ["The memorandum lists no naming, numbering or standards body."],
    series,
  };
}
