import { getDevelopment } from "@/lib/developments/detail";
import { parseFilters } from "@/lib/developments/parse-filters";
import { Invalid } from "@/lib/errors";
import { publicRoute } from "@/lib/http/route";

export const dynamic = "force-dynamic";

export const GET = publicRoute(async (ctx, query, { slug = "" }) => {
  const { filters, errors } = parseFilters(query);
  for (const word of query.keys()) {
    if (word !== "asof") errors[word] = `“${word.slice(0, 60)}” is not known here. The only word is asof.`;
  }
  if (Object.keys(errors).length > 0) throw new Invalid(errors);
  return { data: await getDevelopment(ctx, slug, filters.asof) };
});
