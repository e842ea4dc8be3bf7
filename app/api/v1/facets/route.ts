import { listFacets } from "@/lib/developments/facets";
import { readFilters } from "@/lib/developments/query";
import { Invalid } from "@/lib/errors";
import { publicRoute } from "@/lib/http/route";

export const dynamic = "force-dynamic";

export const GET = publicRoute(async (ctx, query) => {
  const { filters, errors } = await readFilters(ctx, query);
  if (Object.keys(errors).length > 0) throw new Invalid(errors);
  return listFacets(ctx, filters);
});
