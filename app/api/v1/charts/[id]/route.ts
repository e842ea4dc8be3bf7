import { findChart } from "@/lib/charts/catalogue";
import { getCompared, readCompare } from "@/lib/charts/compare";
import { readChartQuery } from "@/lib/charts/query";
import { Invalid, NotFound } from "@/lib/errors";
import { publicRoute } from "@/lib/http/route";

export const dynamic = "force-dynamic";

export const GET = publicRoute(async (ctx, query, { id = "" }) => {
  const chart = findChart(id);
  if (!chart) throw new NotFound("There is no chart of this name; /api/v1/charts lists them.");
  const { errors, ...asked } = await readChartQuery(ctx, chart, query, ["compare"]);
  const { compared, errors: wrong } = await readCompare(ctx, chart, asked.filters, query.get("compare"));
  if (Object.keys({ ...errors, ...wrong }).length > 0) throw new Invalid({ ...errors, ...wrong });
  return getCompared(ctx, chart, asked, compared);
});
