import { can } from "@/lib/auth/access";
import type { Reader } from "@/lib/context";
import type { Filters } from "./filters";
import { listDevelopments } from "./timeline";

/** In so short a list, what is counted by direction tells of each development. */
const few = 20;

/** What a scorer is told instead. */
export const tooFewToTell =
  "So few developments are in this list that its directions would tell what others said of those you have yet to score. Score them first, or widen the list.";

/** Whether the directions of a list would tell a scorer what others said before their own score is in. */
export async function tellsTooMuch({ db, caller = null }: Reader, filters: Filters): Promise<boolean> {
  if (!can(caller, "scores.give")) return false;
  const list = await listDevelopments({ db, caller }, { ...filters, direction: [], sort: "newest" }, { limit: few });
  return list.total <= few && list.data.some(({ impacts }) => impacts.some(({ hidden }) => hidden));
}
