import { chartHref, frozen } from "./address";
import type { ChartAnswer } from "./answer";

/**
 * A chart as a file holds it: whole addresses, since a file has no site around it, and those of the chart and of its
 * lists frozen to the day it shows. What the API answers keeps addresses of this site, to the record of today.
 */
export function leaving(answer: ChartAnswer, site: string): ChartAnswer {
  const { asOf, beside } = answer;
  const whole = (href: string) =>
    `${site}${href}${href.startsWith("/timeline") && !/[?&]asof=/.test(href) ? `${href.includes("?") ? "&" : "?"}asof=${asOf}` : ""}`;
  const { beside: _, ...rest } = answer;
  const own: ChartAnswer = JSON.parse(JSON.stringify(rest), (key, value) =>
    key === "href" && typeof value === "string" && value.startsWith("/") ? whole(value) : value,
  );
  return {
    ...own,
    address: `${site}${chartHref(frozen(answer))}`,
    ...(beside && { beside: { ...beside, answer: leaving(beside.answer, site) } }),
  };
}
