import { readFilters } from "@/lib/developments/query";
import { listDevelopments, longestPage } from "@/lib/developments/timeline";
import { Invalid } from "@/lib/errors";
import { publicRoute } from "@/lib/http/route";

export const dynamic = "force-dynamic";

export const GET = publicRoute(async (ctx, query) => {
  const { filters, errors } = await readFilters(ctx, query, ["limit", "cursor"]);
  const limit = query.get("limit") ?? "50";
  if (!/^\d{1,3}$/.test(limit) || Number(limit) < 1 || Number(limit) > longestPage) {
    errors.limit = `“limit” must be a whole number from 1 to ${longestPage}.`;
  }
  if (Object.keys(errors).length > 0) throw new Invalid(errors);
  return listDevelopments(ctx, filters, { limit: Number(limit), cursor: query.get("cursor") || null });
});
