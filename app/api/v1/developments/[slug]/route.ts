import { getDevelopment } from "@/lib/developments/detail";
import { parseFilters } from "@/lib/developments/parse-filters";
import { Invalid, Moved } from "@/lib/errors";
import { publicRoute } from "@/lib/http/route";

export const dynamic = "force-dynamic";

export const GET = publicRoute(async (ctx, query, { slug = "" }) => {
  const { filters, errors } = parseFilters(query);
  for (const word of query.keys()) {
    if (word !== "asof") errors[word] = `“${word.slice(0, 60)}” is not known here. The only word is asof.`;
  }
  if (Object.keys(errors).length > 0) throw new Invalid(errors);
  const data = await getDevelopment(ctx, slug, filters.asof);
  if (data.mergedInto && filters.asof === null) throw new Moved(`/api/v1/developments/${data.mergedInto}`);
  return { data };
});
