import type { ChartAnswer } from "@/lib/charts/answer";
import { sayBlanks } from "./beside";

/** What has no panel because nothing is there. */
export function Blanks({ answer }: { answer: ChartAnswer }) {
  const said = sayBlanks(answer);
  return said && <p className="small soft">{said}</p>;
}
