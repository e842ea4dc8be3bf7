import type { ChartAnswer } from "./answer";

/** What a chart shows, its filters and what it is compared with included. Browser-safe. */
export function sayHeading({ title, filtersInWords, beside }: ChartAnswer): string {
  const list = filtersInWords || beside?.names[0];
  const words = beside ? `${list}, compared with ${beside.names[1]}` : list;
  return words ? `${title}: ${words}` : title;
}
