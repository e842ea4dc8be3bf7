import type { ChartAnswer } from "@/lib/charts/answer";
import { Rows } from "./rows";
import { Steps } from "./steps";

/** The drawing of a chart in three widths. `most` is the largest number of several charts that share a scale. */
export function Drawing({ answer, most }: { answer: ChartAnswer; most?: number }) {
  if (answer.form === "steps") return <Steps answer={answer} most={most} />;
  if (answer.form !== "rows") return null;
  return (
    <>
      <div className="wide-only">
        <Rows answer={answer} size="wide" most={most} />
      </div>
      <div className="middle-only">
        <Rows answer={answer} size="middle" most={most} />
      </div>
      <div className="narrow-only">
        <Rows answer={answer} size="narrow" most={most} />
      </div>
    </>
  );
}
