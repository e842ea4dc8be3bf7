import type { ChartAnswer } from "@/lib/charts/answer";
import { sayDay } from "@/lib/days";

/** Too few to draw: the developments themselves; none: what would make one appear. */
export function Listed({ answer }: { answer: ChartAnswer }) {
  const { marks, summary, excluded } = answer;
  const [without] = excluded.filter(({ href }) => href?.includes("form=none"));
  if (marks.length === 0) {
    return (
      <p className="text">
        {summary}{" "}
        {without?.href ? (
          <>
            <a href={without.href}>{without.n} are without a form</a>; an editor who knows one records it at the desk.
          </>
        ) : (
          <a href="/about">How developments get on the record</a>
        )}
      </p>
    );
  }
  return (
    <ul className="plain-list changed-list">
      {marks.map(({ x, label, href }) => (
        <li key={href}>
          <a href={href}>{label}</a> <span className="faint small">{sayDate(x)}</span>
        </li>
      ))}
    </ul>
  );
}

const sayDate = (x: string) => (x.length === 4 ? x : x.length === 7 ? sayDay(`${x}-01`, "month") : sayDay(x));
