import { dayIn } from "@/lib/days";
import { exportFiles, writeExport } from "@/lib/developments/export-files";
import { readFilters } from "@/lib/developments/query";
import { env } from "@/lib/env";
import { Invalid, NotFound } from "@/lib/errors";
import { publicStream } from "@/lib/http/route";

export const dynamic = "force-dynamic";

export const GET = publicStream(async (ctx, query, { file = "" }) => {
  const wanted = exportFiles.find((name) => name === file);
  if (!wanted) throw new NotFound(`There is no such file; there are: ${exportFiles.join(", ")}.`);
  const { filters, errors } = await readFilters(ctx, query);
  if (Object.keys(errors).length > 0) throw new Invalid(errors);
  const { baseUrl, timeZone } = env();
  const day = filters.asof ?? dayIn(timeZone, ctx.now);
  return {
    type: wanted.endsWith(".csv") ? "text/csv; charset=utf-8" : "application/json",
    name: `plenary-${day}-${wanted}`,
    parts: writeExport(ctx, filters, wanted, baseUrl),
  };
});
