import { findChart } from "@/lib/charts/catalogue";
import { getChart } from "@/lib/charts/get";
import { readChartQuery } from "@/lib/charts/query";
import { Invalid, NotFound } from "@/lib/errors";
import { publicRoute } from "@/lib/http/route";

export const dynamic = "force-dynamic";

export const GET = publicRoute(async (ctx, query, { id = "" }) => {
  const chart = findChart(id);
  if (!chart) throw new NotFound("There is no chart of this name; /api/v1/charts lists them.");
  const { errors, ...asked } = await readChartQuery(ctx, chart, query);
  if (Object.keys(errors).length > 0) throw new Invalid(errors);
  return getChart(ctx, chart, asked);
});
