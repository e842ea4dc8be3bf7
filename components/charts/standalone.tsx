import type { ReactElement, ReactNode } from "react";
import type { ChartAnswer, Series } from "@/lib/charts/answer";
import { sayDay } from "@/lib/days";
import { ColumnsPanel, panelHeight, panelWidth, scaleOf } from "./columns";
import { DirectionsPanel, directionsHeight } from "./directions";
import { Lanes, lanesHeight } from "./lanes";
import { MatrixPicture, matrixSize } from "./matrix";
import { Pieces, piecesSize } from "./pieces";
import { Rows, rowsHeight } from "./rows";
import { Spans, spansHeight } from "./spans";
import { StepsPanel, stepsHeight } from "./steps";

/** A chart as a picture by itself: its heading, its rule, its filters, its day and its address stand in it. */

const margin = 36;
const gap = 32;
const across = 4;
const inner = across * panelWidth + (across - 1) * gap;

type Picture = { width: number; height: number; element: ReactNode };

export function Standalone({ answer }: { answer: ChartAnswer }): ReactElement {
  const drawing = pictureOf(answer, margin, 0);
  const width = Math.max(inner, drawing.width) + 2 * margin;
  const head = headLines(answer, 100);
  const top = 44 + head.length * 30 + 26;
  const notes = [
    ["In short", answer.summary],
    ["How counted", answer.rule],
    ...(answer.excluded.length > 0
      ? [["Left out", answer.excluded.map(({ reason, n }) => `${reason}: ${n}`).join("; ")]]
      : []),
    ...(answer.warnings.length > 0 ? [["Mind", answer.warnings.join(" ")]] : []),
    ["Known on", sayDay(answer.asOf)],
    ["Address", answer.address],
  ].flatMap(([term = "", text = ""]) =>
    wrap(text, 165).map((line, index) => ({ term: index === 0 ? term : "", line })),
  );
  const foot = top + drawing.height + 34;
  const height = foot + notes.length * 19 + 24;
  return (
    <Sheet width={width} height={height} title={answer.title} description={answer.summary}>
      {head.map((line, index) => (
        <text key={line} className="title" x={margin} y={58 + index * 30}>
          {line}
        </text>
      ))}
      <text className="sub" x={margin} y={58 + head.length * 30 - 4}>
        {answer.subtitle}
      </text>
      <svg
        role="group"
        aria-label={answer.subtitle}
        x="0"
        y={top}
        width={width}
        height={drawing.height}
        viewBox={`0 0 ${width} ${drawing.height}`}
      >
        {drawing.element}
      </svg>
      {notes.map(({ term, line }, index) => (
        <g key={`${term} ${line}`}>
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

/** For links elsewhere: 1200 x 630, with the largest series only where there are many. */
export function SharePicture({ answer }: { answer: ChartAnswer }): ReactElement {
  const brief = briefly(answer);
  const drawing = pictureOf(brief, 0, 0);
  const head = headLines(answer, 62).slice(0, 2);
  const top = 130 + head.length * 46;
  const count = ({ series }: ChartAnswer) => series.filter(({ key }) => !key.endsWith("/unscored")).length;
  const left = count(answer) - count(brief);
  return (
    <Sheet width={1200} height={630} title={answer.title} description={answer.summary}>
      <text className="brand" x="48" y="66">
        Plenary
      </text>
      <line x1="48" x2="1152" y1="84" y2="84" className="seven" />
      {head.map((line, index) => (
        <text key={line} className="large" x="48" y={132 + index * 46}>
          {line}
        </text>
      ))}
      <text className="sub" x="48" y={top - 14}>
        {answer.subtitle}
      </text>
      <svg
        role="group"
        aria-label={answer.subtitle}
        x="48"
        y={top + 10}
        width="1104"
        height={630 - top - 80}
        viewBox={`0 0 ${drawing.width} ${drawing.height}`}
        preserveAspectRatio="xMinYMin meet"
      >
        {drawing.element}
      </svg>
      <text className="sub" x="48" y="598">
        {`${answer.total.n} ${answer.measure === "names" ? "names" : "developments"}${left > 0 ? `, ${count(brief)} of ${count(answer)} shown` : ""}. As known on ${sayDay(answer.asOf)}. ${new URL(answer.address).host}`}
      </text>
    </Sheet>
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

const headLines = ({ title, filtersInWords }: ChartAnswer, longest: number) =>
  wrap(filtersInWords ? `${title}: ${filtersInWords}` : title, longest);

/** As many series as a small picture shows. */
function briefly(answer: ChartAnswer): ChartAnswer {
  const most = { steps: 8, columns: 8, directions: 8, matrix: 10, lanes: 9, spans: 11 }[answer.form as "steps"];
  if (!most) return answer;
  const main = answer.series.filter(({ key }) => !key.endsWith("/unscored"));
  const size = ({ n, points }: Series) => n ?? points.length;
  const kept =
    answer.form === "lanes" ? main.slice(0, most) : [...main].sort((a, b) => size(b) - size(a)).slice(0, most);
  const keys = kept.flatMap(({ key }) => [key, `${key}/unscored`]);
  return {
    ...answer,
    series: [...kept, ...answer.series.filter(({ key }) => key.endsWith("/unscored") && keys.includes(key))],
  };
}

function pictureOf(answer: ChartAnswer, x: number, y: number): Picture {
  if (answer.series.length === 0 || answer.form === "list") return sayNothing(answer, x, y);
  switch (answer.form) {
    case "steps":
      return panels(answer.series, x, y, stepsHeight(answer), (series, left, top) => (
        <StepsPanel answer={answer} series={series} x={left} y={top} />
      ));
    case "columns": {
      const scale = scaleOf(answer);
      return panels(answer.series, x, y, panelHeight, (series, left, top) => (
        <ColumnsPanel answer={answer} series={series} scale={scale} x={left} y={top} />
      ));
    }
    case "directions": {
      const areas = answer.series.filter(({ key }) => !key.endsWith("/unscored"));
      return panels(areas, x, y, directionsHeight, (series, left, top) => (
        <DirectionsPanel answer={answer} series={series} x={left} y={top} />
      ));
    }
    case "matrix":
      return { ...matrixSize(answer), element: <MatrixPicture answer={answer} x={x} y={y} /> };
    case "rows":
      return { width: 740, height: rowsHeight(answer), element: <Rows answer={answer} size="wide" x={x} y={y} /> };
    case "pieces":
      return { ...piecesSize(answer, 1000), element: <Pieces answer={answer} width={1000} x={x} y={y} /> };
    case "spans":
      return {
        width: 1000,
        height: spansHeight(answer),
        element: <Spans answer={answer} width={1000} head={190} x={x} y={y} />,
      };
    case "lanes":
      return {
        width: 1000,
        height: lanesHeight(answer),
        element: <Lanes answer={answer} width={1000} head={190} x={x} y={y} />,
      };
  }
}

const sayNothing = ({ summary }: ChartAnswer, x: number, y: number): Picture => ({
  width: 900,
  height: 40,
  element: (
    <text className="sub" x={x} y={y + 20}>
      {summary}
    </text>
  ),
});

function panels(
  series: Series[],
  x: number,
  y: number,
  height: number,
  panel: (series: Series, left: number, top: number) => ReactNode,
): Picture {
  const row = height + 52;
  const columns = Math.min(across, series.length);
  return {
    width: columns * panelWidth + (columns - 1) * gap,
    height: Math.ceil(series.length / across) * row,
    element: series.map((one, index) => {
      const left = x + (index % across) * (panelWidth + gap);
      const top = y + Math.floor(index / across) * row;
      return (
        <g key={one.key}>
          <line className="ax" x1={left} x2={left + panelWidth} y1={top + 0.5} y2={top + 0.5} />
          <text className="b" x={left} y={top + 20}>
            {one.label}
          </text>
          <text x={left + panelWidth} y={top + 20} textAnchor="end">
            {one.n}
          </text>
          {panel(one, left, top + 30)}
        </g>
      );
    }),
  };
}

/** Lines of about as many letters; words are not cut unless they are longer than a line. */
function wrap(text: string, longest: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).flatMap((one) => one.match(new RegExp(`.{1,${longest}}`, "gu")) ?? [])) {
    if (line && line.length + word.length + 1 > longest) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return line ? [...lines, line] : lines;
}

/** The light palette of app/styles/tokens.css, for files that have no page around them. */
const style = `
text{font-family:'Public Sans',sans-serif;font-size:13px;fill:#4b473e}
text.s{fill:#666156}text.b{font-weight:600;fill:#1c1a15}
text.it{font-family:Newsreader,serif;font-size:15px;font-style:italic}
text.title{font-family:Newsreader,serif;font-weight:500;font-size:27px;fill:#1c1a15}
text.large{font-family:Newsreader,serif;font-weight:500;font-size:42px;fill:#1c1a15}
text.brand{font-family:Newsreader,serif;font-weight:500;font-size:26px;fill:#0e5a45}
text.sub{font-size:16px}
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
