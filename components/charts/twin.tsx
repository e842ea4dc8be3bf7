import type { ChartAnswer, Point } from "@/lib/charts/answer";
import { sayDay } from "@/lib/days";
import { sayMedian } from "@/lib/labels";
import { Scroll } from "./scroll";

/** The same as a table: every figure of the drawing, each with its list. */
/** `name`: which of two lists it is of. */
export function Twin({ answer, name = null }: { answer: ChartAnswer; name?: string | null }) {
  const { title, rule, filtersInWords, asOf, series, measure } = answer;
  const rows = rowsOf(answer);
  const values = measure === "direction" || measure === "days";
  return (
    <Scroll label={`${title}, as a table`} columns={series.length}>
      <table className="twin">
        <caption>
          {title}
          {(name ?? filtersInWords) && `: ${name ?? filtersInWords}`}. As known on {sayDay(asOf)}. {rule}
        </caption>
        <thead>
          <tr>
            <td />
            {series.map(({ key, label }) => (
              <th key={key} scope="col" className="r">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ x, label }) => (
            <tr key={x}>
              <th scope="row">{label}</th>
              {series.map(({ key, points }) => (
                <td key={key} className="r">
                  <Figure point={points.find((point) => point.x === x)} values={values} measure={measure} />
                </td>
              ))}
            </tr>
          ))}
          {series.some(({ n }) => n !== null) && (
            <tr className="total">
              <th scope="row">All</th>
              {series.map(({ key, n, href }) => (
                <td key={key} className="r">
                  {n === null ? "" : href ? <a href={href}>{n}</a> : n}
                </td>
              ))}
            </tr>
          )}
        </tbody>
      </table>
    </Scroll>
  );
}

function rowsOf({ series }: ChartAnswer): { x: string; label: string }[] {
  const rows = new Map<string, string>();
  for (const { points } of series) for (const { x, label } of points) if (!rows.has(x)) rows.set(x, label);
  return [...rows].map(([x, label]) => ({ x, label }));
}

type FigureProps = { point: Point | undefined; values: boolean; measure: ChartAnswer["measure"] };

function Figure({ point, values, measure }: FigureProps) {
  if (!point) return null;
  const { n, value, low, high, scorers, href } = point;
  if (n === null) return <span className="z">not known</span>;
  const count = href && n > 0 ? <a href={href}>{n}</a> : <span className="z">{n}</span>;
  if (!values || value === null) return count;
  const unit = measure === "days" ? " days" : ` (${sayMedian(value)})`;
  return (
    <>
      {count}{" "}
      <span className="faint">
        median {sayMinus(value)}
        {unit}
        {low !== null && high !== null && low !== high && `, ${sayMinus(low)} to ${sayMinus(high)}`}
        {scorers !== null && `, ${scorers} ${scorers === 1 ? "scorer" : "scorers"}`}
      </span>
    </>
  );
}

/** With the sign of a number, not a hyphen that could join two. */
const sayMinus = (value: number) => String(value).replace("-", "\u2212");

/** Stages with their dates, body by body. */
export function StagesTwin({ answer, name = null }: { answer: ChartAnswer; name?: string | null }) {
  return (
    <Scroll label={`${answer.title}, as a table`} columns={4}>
      <table className="twin">
        <caption>
          {answer.title}
          {name && `: ${name}`}. As known on {sayDay(answer.asOf)}. {answer.rule}
        </caption>
        <thead>
          <tr>
            <th scope="col">Body</th>
            <th scope="col">Stage</th>
            <th scope="col">Date</th>
            <th scope="col" className="r">
              Decisions there
            </th>
          </tr>
        </thead>
        <tbody>
          {answer.series.flatMap(({ key, label, n, href, points }) =>
            points.map((point, index) => (
              <tr key={`${key} ${point.x} ${point.label}`}>
                {index === 0 && (
                  <th scope="rowgroup" rowSpan={points.length}>
                    <a href={`/bodies/${key}`}>{label}</a>
                  </th>
                )}
                <td>{point.label}</td>
                <td>{point.x === "" ? <span className="z">not known</span> : sayDate(point.x)}</td>
                {index === 0 && (
                  <td className="r" rowSpan={points.length}>
                    {href && n ? <a href={href}>{n}</a> : n}
                  </td>
                )}
              </tr>
            )),
          )}
        </tbody>
      </table>
    </Scroll>
  );
}

const sayDate = (x: string) => (x.length === 4 ? x : x.length === 7 ? sayDay(`${x}-01`, "month") : sayDay(x));
