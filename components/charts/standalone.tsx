import type { ReactElement, ReactNode } from "react";
import type { ChartAnswer, Series } from "@/lib/charts/answer";
import { sayHeading } from "@/lib/charts/heading";
import { sayDay } from "@/lib/days";
import { sidesBeside } from "./beside";
import { Legend, legendHeight } from "./legend";
import { type Picture, pictureOf } from "./picture";
import { widthOf, wrap } from "./text-width";

/** A chart as a picture by itself: its heading, its legend, its rule, its filters, its day and its address stand in it. */

const margin = 36;
/** Headings are in the serif, which is narrower than the sans. */
const serif = 0.9;
const leastWidth = 1288;

export function Standalone({ answer }: { answer: ChartAnswer }): ReactElement {
  const drawing = pictureOf(answer);
  const inner = Math.max(leastWidth, drawing.width);
  const width = inner + 2 * margin;
  const head = wrap(sayHeading(answer), inner / serif, 27);
  const sub = wrap(answer.subtitle, inner, 16);
  const subTop = 54 + head.length * 30;
  const legendTop = subTop + sub.length * 21;
  const top = legendTop + legendHeight(answer, inner) + 14;
  const notes = notesOf(answer).flatMap(([term = "", text = ""]) =>
    wrap(text, inner - 90).map((line, index) => ({ term: index === 0 ? term : "", line })),
  );
  const foot = top + drawing.height + 34;
  const height = foot + notes.length * 19 + 24;
  return (
    <Sheet width={width} height={height} title={sayHeading(answer)} description={answer.summary}>
      <Lines lines={head} className="title" x={margin} y={58} each={30} />
      <Lines lines={sub} className="sub" x={margin} y={subTop} each={21} />
      <Legend answer={answer} x={margin} y={legendTop} width={inner} />
      <Placed
        drawing={drawing}
        label={answer.subtitle}
        x={margin}
        y={top}
        width={drawing.width}
        height={drawing.height}
      />
      {notes.map(({ term, line }, index) => (
        <g key={`${index} ${line}`}>
          <text className="b" x={margin} y={foot + index * 19}>
            {term}
          </text>
          <text x={margin + 90} y={foot + index * 19}>
            {line}
          </text>
        </g>
      ))}
    </Sheet>
  );
}

/** What is said of a chart below it; of a comparison for either list. */
function notesOf(answer: ChartAnswer): string[][] {
  const own = sidesBeside(answer).flatMap(({ answer: { summary, rule, excluded, warnings }, name }, index) => [
    ...(name ? [["List", name]] : []),
    ["In short", summary],
    ...(index === 0 ? [["How counted", rule]] : []),
    ...(excluded.length > 0 ? [["Left out", excluded.map(({ reason, n }) => `${reason}: ${n}`).join("; ")]] : []),
    ...(warnings.length > 0 && index === 0 ? [["Mind", warnings.join(" ")]] : []),
  ]);
  return [...own, ["Known on", sayDay(answer.asOf)], ["Address", answer.address]];
}

const share = { width: 1200, height: 630, left: 48, inner: 1104, foot: 574 };
/** Sizes of its heading: the largest of which all lines fit. */
const headings = [
  { size: 42, most: 2 },
  { size: 34, most: 2 },
  { size: 28, most: 3 },
  { size: 22, most: 4 },
];

/** For links elsewhere: 1200 x 630, with the largest series only where there are many. */
export function SharePicture({ answer }: { answer: ChartAnswer }): ReactElement {
  const brief = briefly(answer);
  const drawing = pictureOf(brief);
  const { size, lines } = fitted(sayHeading(answer));
  const sub = wrap(answer.subtitle, share.inner, 16);
  const subTop = 112 + lines.length * size * 1.12;
  const legendTop = subTop + sub.length * 21 - 4;
  const top = legendTop + legendHeight(brief, share.inner) + 10;
  const foot = footOf(answer, brief);
  const footSize = Math.min(16, (16 * share.inner) / widthOf(foot, 16));
  return (
    <Sheet width={share.width} height={share.height} title={sayHeading(answer)} description={answer.summary}>
      <text className="brand" x={share.left} y="60">
        Plenary
      </text>
      <line x1={share.left} x2={share.left + share.inner} y1="76" y2="76" className="seven" />
      <Lines lines={lines} className="large" x={share.left} y={76 + size} each={size * 1.12} size={size} />
      <Lines lines={sub} className="sub" x={share.left} y={subTop} each={21} />
      <Legend answer={brief} x={share.left} y={legendTop} width={share.inner} />
      <Placed
        drawing={drawing}
        label={answer.subtitle}
        x={share.left}
        y={top}
        width={share.inner}
        height={share.foot - top}
      />
      <text className="sub" x={share.left} y="602" style={{ fontSize: footSize }}>
        {foot}
      </text>
    </Sheet>
  );
}

function footOf(answer: ChartAnswer, brief: ChartAnswer): string {
  const count = ({ series }: ChartAnswer) => series.filter(({ key }) => !key.endsWith("/unscored")).length;
  const what = answer.measure === "names" ? "names" : "developments";
  const each = sidesBeside(answer).map(({ answer: one, name }) => (name ? `${name}: ${one.total.n}` : one.total.n));
  const shown = count(answer) > count(brief) ? `, ${count(brief)} of ${count(answer)} shown` : "";
  return `${each.join("; ")} ${what}${shown}. As known on ${sayDay(answer.asOf)}. ${new URL(answer.address).host}`;
}

/** A heading whole: smaller and on more lines until it fits. */
function fitted(heading: string): { size: number; lines: string[] } {
  for (const { size, most } of headings) {
    const lines = wrap(heading, share.inner / serif, size);
    if (lines.length <= most) return { size, lines };
  }
  const { size, most } = headings.at(-1) ?? { size: 22, most: 4 };
  const lines = wrap(heading, share.inner / serif - size, size).slice(0, most);
  // Filters beyond four lines are for the page to say.
  return { size, lines: lines.map((line, index) => (index === most - 1 ? `${line} …` : line)) };
}

function Lines(props: { lines: string[]; className: string; x: number; y: number; each: number; size?: number }) {
  const { lines, className, x, y, each, size } = props;
  return lines.map((line, index) => (
    <text
      key={`${index} ${line}`}
      className={className}
      x={x}
      y={y + index * each}
      style={size ? { fontSize: size } : undefined}
    >
      {line}
    </text>
  ));
}

type PlacedProps = { drawing: Picture; label: string; x: number; y: number; width: number; height: number };

function Placed({ drawing, label, x, y, width, height }: PlacedProps) {
  return (
    <svg
      role="group"
      aria-label={label}
      {...{ x, y, width, height }}
      viewBox={`0 0 ${drawing.width} ${drawing.height}`}
      preserveAspectRatio="xMinYMin meet"
    >
      {drawing.element}
    </svg>
  );
}

function Sheet(props: { width: number; height: number; title: string; description: string; children: ReactNode }) {
  const { width, height, title, description, children } = props;
  return (
    <svg xmlns="http://www.w3.org/2000/svg" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img">
      <title>{title}</title>
      <desc>{description}</desc>
      <style>{style}</style>
      <rect width={width} height={height} fill="#fbf8f0" />
      {children}
    </svg>
  );
}

/** As many series as a small picture shows. */
function briefly(answer: ChartAnswer): ChartAnswer {
  const most = { steps: 8, columns: 8, directions: 8, matrix: 10, lanes: 9, spans: 11 }[answer.form as "steps"];
  if (!most) return answer;
  const { beside } = answer;
  const mainOf = ({ series }: ChartAnswer) => series.filter(({ key }) => !key.endsWith("/unscored"));
  const lists = [answer, ...(beside ? [beside.answer] : [])].map(mainOf);
  /** In all lists together. */
  const sizeOf = (key: string) =>
    lists.flat().reduce((sum, one) => (one.key === key ? sum + (one.n ?? one.points.length) : sum), 0);
  // What both hold first: cut to what the other list lacks, rows would be paired that are not of one thing.
  const inBoth = (key: string) => Number(lists.every((list) => list.some((one) => one.key === key)));
  const cut = (list: Series[]) => {
    const keys = list.map(({ key }) => key);
    const inOrder =
      answer.form === "lanes" ? keys : keys.sort((a, b) => inBoth(b) - inBoth(a) || sizeOf(b) - sizeOf(a));
    return inOrder.slice(0, beside ? Math.ceil(most / 2) : most);
  };
  const shared = cut(lists.flat().filter(({ key }, at, all) => all.findIndex((one) => one.key === key) === at));
  const keeping = (one: ChartAnswer, kept: string[]): ChartAnswer => ({
    ...one,
    series: kept.flatMap((key) => one.series.filter((series) => [key, `${key}/unscored`].includes(series.key))),
  });
  const keptOf = (one: ChartAnswer) => (shared.some(inBoth) ? shared : cut(mainOf(one)));
  return {
    ...keeping(answer, keptOf(answer)),
    ...(beside && { beside: { ...beside, answer: keeping(beside.answer, keptOf(beside.answer)) } }),
  };
}

/** The light palette of app/styles/tokens.css, for files that have no page around them. */
const style = `
text{font-family:'Public Sans',sans-serif;font-size:13px;fill:#4b473e}
text.s{fill:#666156}text.b{font-weight:600;fill:#1c1a15}
text.it{font-family:Newsreader,serif;font-size:15px;font-style:italic}
text.title{font-family:Newsreader,serif;font-weight:500;font-size:27px;fill:#1c1a15}
text.large{font-family:Newsreader,serif;font-weight:500;font-size:42px;fill:#1c1a15}
text.brand{font-family:Newsreader,serif;font-weight:500;font-size:26px;fill:#0e5a45}
text.sub{font-size:16px}text.over{paint-order:stroke;stroke:#fbf8f0;stroke-width:4px;stroke-linejoin:round}
.ax{stroke:#8a8374;stroke-width:1;fill:none}.dotted{stroke-dasharray:2 3}.grid{stroke:#dfd8c8;stroke-width:1}
.seven{stroke:#1c1a15;stroke-width:1.5}.hatch{stroke:#dfd8c8;stroke-width:2.5}.hit{fill:none}
.fm2{fill:#9c3a06}.fm1{fill:#c46a17}.f0{fill:#6f6b62}.fp1{fill:#3c7fbf}.fp2{fill:#134b88}
.fn{fill:#fbf8f0;stroke:#8a8374;stroke-width:1.25}.fctx{fill:#c9c2b2;stroke:#8a8374;stroke-width:1}
.fink{fill:#1c1a15}.facc{fill:#0e5a45}.facw{fill:#e3ece2;stroke:#0e5a45;stroke-width:1.5}
.dm2{color:#9c3a06}.dm1{color:#c46a17}.d0{color:#6f6b62}.dp1{color:#3c7fbf}.dp2{color:#134b88}.dn{color:#8a8374}
.band{fill:currentColor;opacity:.35}.band.weak{fill:none;stroke:currentColor;stroke-dasharray:3 2;opacity:1}
.dotmark{fill:currentColor}.dotmark.weak{fill:#fbf8f0;stroke:currentColor;stroke-width:2}
.spanline{stroke:#666156;stroke-width:3}.ring{fill:#fbf8f0;stroke:#1c1a15;stroke-width:2}
.cell{fill:#fbf8f0}.cell.s1{fill:#efece4}.cell.s2{fill:#e2dfd7}.cell.s3{fill:#d2cfc7}.cell.s4{fill:#c1beb7}
`.trim();
