import { chartFiles } from "@/lib/charts/address";
import { findChart } from "@/lib/charts/catalogue";
import { getCompared, readCompare } from "@/lib/charts/compare";
import { readChartQuery } from "@/lib/charts/query";
import { Invalid, NotFound } from "@/lib/errors";
import { publicFile } from "@/lib/http/route";
import { fileOf } from "./file";

export const dynamic = "force-dynamic";

export const GET = publicFile(async (ctx, query, { id = "", file = "" }) => {
  const chart = findChart(id);
  const wanted = chartFiles.find((name) => name === file);
  if (!chart || !wanted) throw new NotFound(`There is no such file; a chart has: ${chartFiles.join(", ")}.`);
  const { errors, ...asked } = await readChartQuery(ctx, chart, query, ["compare"]);
  const { compared, errors: wrong } = await readCompare(ctx, chart, asked.filters, query.get("compare"));
  if (Object.keys({ ...errors, ...wrong }).length > 0) throw new Invalid({ ...errors, ...wrong });
  return fileOf(await getCompared(ctx, chart, asked, compared), wanted);
});
