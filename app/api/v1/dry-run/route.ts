import { readFilters } from "@/lib/developments/query";
import { getDryRun } from "@/lib/digests/dry-run";
import { env } from "@/lib/env";
import { Invalid } from "@/lib/errors";
import { publicRoute } from "@/lib/http/route";

export const GET = publicRoute(async (ctx, query) => {
  const { filters, errors } = await readFilters(ctx, query);
  if (Object.keys(errors).length > 0) throw new Invalid(errors);
  return getDryRun(ctx, filters, env().timeZone);
});
