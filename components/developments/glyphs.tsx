import type { BodyKind, DirectionStep, DirectionWord } from "@/db/vocabulary";
import { sayBodyKind, sayDirection, sayMedian } from "@/lib/labels";

/** Direction by shape: inward chevrons restrict, outward ones open, filled is strong. The word always stands beside. */
const shapes = {
  m2: <path fill="currentColor" d="M1.5 1 9 6.5 1.5 12zM18.5 1 11 6.5 18.5 12z" />,
  m1: <path fill="none" stroke="currentColor" strokeWidth="2" d="M3 2l5 4.5L3 11M17 2l-5 4.5L17 11" />,
  "0": <path stroke="currentColor" strokeWidth="2" d="M4 4.5h12M4 8.5h12" />,
  p1: <path fill="none" stroke="currentColor" strokeWidth="2" d="M8 2 3 6.5 8 11M12 2l5 4.5L12 11" />,
  p2: <path fill="currentColor" d="M9 1 1.5 6.5 9 12zM11 1l7.5 5.5L11 12z" />,
  n: <path fill="currentColor" d="M4 5.5h2v2H4zM9 5.5h2v2H9zM14 5.5h2v2h-2z" />,
};
type Shape = keyof typeof shapes;

function shapeOf(median: number | null): Shape {
  if (median === null) return "n";
  if (median === 0) return "0";
  const strong = Math.abs(median) >= 1.5;
  return median < 0 ? (strong ? "m2" : "m1") : strong ? "p2" : "p1";
}

function Glyph({ shape }: { shape: Shape }) {
  return (
    <svg className={`glyph d${shape}`} viewBox="0 0 20 13" aria-hidden="true">
      {shapes[shape]}
    </svg>
  );
}

const shapeOfStep: Record<string, Shape> = {
  "strongly-restricts": "m2",
  restricts: "m1",
  negative: "m1",
  neutral: "0",
  opens: "p1",
  positive: "p1",
  "strongly-opens": "p2",
  unscored: "n",
};

/** The sign of a step of the scale inside a drawing. */
export function StepGlyph({ step, x, y }: { step: string; x: number; y: number }) {
  const shape = shapeOfStep[step] ?? "n";
  return (
    <svg x={x} y={y} width="20" height="13" className={`d${shape}`} viewBox="0 0 20 13" aria-hidden="true">
      {shapes[shape]}
    </svg>
  );
}

/** The class that fills a mark with the colour of a step. */
export const stepFill = (step: string) => `f${shapeOfStep[step] ?? "n"}`;

/** The sign of a step beside text that says it. */
export const StepSign = ({ step }: { step: string }) => <Glyph shape={shapeOfStep[step] ?? "n"} />;

/** A step as shape and word. */
export function StepWord({ step, word }: { step: string; word: string }) {
  return (
    <span className="dir">
      <Glyph shape={shapeOfStep[step] ?? "n"} />
      {word}
    </span>
  );
}

/** A median as shape and word. */
export function Direction({ median }: { median: number | null }) {
  return (
    <span className={median === null ? "dir faint" : "dir"}>
      <Glyph shape={shapeOf(median)} />
      {median === null ? "not scored" : <b>{sayMedian(median)}</b>}
    </span>
  );
}

/** The side of the scale, as in the filter words. */
export function DirectionOf({ word }: { word: DirectionWord | DirectionStep }) {
  const shape = shapeOfStep[word] ?? "n";
  return (
    <>
      <Glyph shape={shape} />
      {sayDirection(word)}
    </>
  );
}

export const directionClass = (median: number | null) => `d${shapeOf(median)}`;

const outlines: Record<BodyKind, React.ReactNode> = {
  "un-body": <circle cx="8" cy="8" r="6" />,
  "technical-community": <path d="M8 1.5 13.6 4.75v6.5L8 14.5 2.4 11.25v-6.5z" />,
  "naming-numbering": <path d="M2.5 2.5h11v11h-11z" />,
  "coalition-forum": (
    <>
      <circle cx="5.6" cy="8" r="4.3" />
      <circle cx="10.4" cy="8" r="4.3" />
    </>
  ),
  "regional-economic": <path d="M2.5 2h11v6.5L8 14.5 2.5 8.5z" />,
  "national-authority": <path d="M3.5 15V2h10l-2.5 3.5L13.5 9h-10" />,
  court: <path d="M8 2 14.5 13.5h-13z" />,
  "monitor-civil-society": <path d="M8 1.5 14.5 8 8 14.5 1.5 8z" />,
  other: <path d="M3 3l10 10M13 3 3 13" />,
};

/** The outline says the kind of a body; the word repeats it. */
export function BodyShape({ kind }: { kind: BodyKind }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true">
      {outlines[kind]}
    </svg>
  );
}

type Badge = { slug: string; name: string; shortName: string; kind: BodyKind };

export function BodyBadge({ body, full = false }: { body: Badge; full?: boolean }) {
  return (
    <a className="badge" href={`/bodies/${body.slug}`}>
      <BodyShape kind={body.kind} />
      <span>
        <span className="vh">{sayBodyKind(body.kind)}: </span>
        {full ? body.name : body.shortName}
      </span>
    </a>
  );
}
