import { embedHeight } from "@/components/charts/embed-height";
import { iframeOf } from "@/components/charts/iframe";
import { embedHref, frozen } from "@/lib/charts/address";
import { findChart } from "@/lib/charts/catalogue";
import { getCompared, readCompare } from "@/lib/charts/compare";
import { sayHeading } from "@/lib/charts/heading";
import { readChartQuery } from "@/lib/charts/query";
import { env } from "@/lib/env";
import { type FieldErrors, Invalid, NotFound } from "@/lib/errors";
import { publicRoute } from "@/lib/http/route";

export const dynamic = "force-dynamic";

const widest = 720;
const smallest = 240;

/** oEmbed 1.0 (oembed.com): a chart for pages that only have its address. */
export const GET = publicRoute(async (ctx, query) => {
  const errors: FieldErrors = {};
  const known = ["url", "format", "maxwidth", "maxheight"];
  for (const word of query.keys()) if (!known.includes(word)) errors[word.slice(0, 60)] = "is not known here.";
  if ((query.get("format") ?? "json") !== "json") errors.format = "Only json is given.";
  const size = (word: "maxwidth" | "maxheight", most: number) => {
    const asked = query.get(word);
    if (asked === null || asked === "") return most;
    if (!/^\d{1,5}$/.test(asked)) errors[word] = `“${word}” must be a whole number of pixels.`;
    return Math.max(smallest, Math.min(most, Number(asked)));
  };
  const width = size("maxwidth", widest);
  const highest = size("maxheight", Number.POSITIVE_INFINITY);
  const address = query.get("url") ?? "";
  const site = env().baseUrl;
  if (!URL.canParse(address)) errors.url = "“url” must be the address of a chart.";
  if (Object.keys(errors).length > 0) throw new Invalid(errors);
  const url = new URL(address);
  const [, id = ""] = /^\/(?:impact|embed)\/charts\/([a-z-]+)$/.exec(url.pathname) ?? [];
  const chart = findChart(id);
  if (url.origin !== site || !chart) throw new NotFound("This is not the address of a chart of this site.");
  const { errors: wrong, ...asked } = await readChartQuery(ctx, chart, url.searchParams, ["compare"]);
  const { compared, errors: unread } = await readCompare(ctx, chart, asked.filters, url.searchParams.get("compare"));
  if (Object.keys({ ...wrong, ...unread }).length > 0) throw new Invalid({ ...wrong, ...unread });
  const answer = await getCompared(ctx, chart, asked, compared);
  // The address of an embed is taken as it is; that of a page stands for the chart as it is known today.
  const shown = url.pathname.startsWith("/embed/") ? answer : frozen(answer);
  const src = `${site}${embedHref(shown)}`;
  const height = Math.min(highest, embedHeight(answer, width));
  return {
    version: "1.0",
    type: "rich",
    title: sayHeading(answer),
    provider_name: "Plenary",
    provider_url: site,
    cache_age: 3600,
    width,
    height,
    html: iframeOf(answer, src, { width, height }),
  };
});
