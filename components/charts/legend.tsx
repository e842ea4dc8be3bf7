import type { ReactNode } from "react";
import { StepGlyph } from "@/components/developments/glyphs";
import type { DirectionStep, DirectionWord } from "@/db/vocabulary";
import type { ChartAnswer } from "@/lib/charts/answer";
import { sayStep } from "@/lib/labels";
import { sidesBeside } from "./beside";
import { sayColumns } from "./columns";
import { directionsNote } from "./directions";
import { sayScale } from "./spans";
import { saySteps } from "./steps";
import { widthOf, wrap } from "./text-width";

/** What the marks of a drawing are, for a picture that has no page around it. */

const line = 22;
type Item = { word: string; mark: ReactNode };

type Word = DirectionStep | DirectionWord;
const scored: Word[] = ["strongly-restricts", "restricts", "neutral", "opens", "strongly-opens"];

const stepItem = (step: Word): Item => ({
  word: sayStep(step),
  mark: <StepGlyph step={step} x={0} y={-11} />,
});

function itemsOf(answer: ChartAnswer): Item[] {
  const all = sidesBeside(answer).flatMap((side) => side.answer.series);
  const hasMedians = answer.measure !== "share" && all.some(({ points }) => points.some(({ value }) => value !== null));
  switch (answer.form) {
    case "steps":
    case "directions":
      return [...scored, "unscored" as const].map(stepItem);
    case "matrix":
      return hasMedians ? scored.map(stepItem) : [];
    case "pieces":
      return (all[0]?.points ?? []).map(({ label }, index) => ({
        word: label,
        mark: (
          <rect className={["facc", "facw", "fctx"][index] ?? "fctx"} x="3" y="-11" width="13" height="13" rx="1" />
        ),
      }));
    default:
      return [];
  }
}

function noteOf(answer: ChartAnswer): string {
  const scales = sidesBeside(answer).map(({ scale }) => scale);
  switch (answer.form) {
    case "steps":
      return saySteps(scales);
    case "columns":
      return sayColumns(answer);
    case "directions":
      return directionsNote;
    case "spans":
      return sayScale(scales[0] ?? []);
    case "matrix":
      return answer.measure === "share"
        ? "The number of developments and their share of the row; the darker, the more."
        : "The number of developments; the darker, the more.";
    default:
      return "";
  }
}

/** The lines of it: of marks with their words, then of what is said of them. */
function layOut(answer: ChartAnswer, width: number) {
  const rows: { x: number; item: Item }[][] = [];
  let x = 0;
  for (const item of itemsOf(answer)) {
    const breadth = 26 + widthOf(item.word) + 22;
    if (rows.length === 0 || x + breadth > width) {
      rows.push([]);
      x = 0;
    }
    rows.at(-1)?.push({ x, item });
    x += breadth;
  }
  return { rows, notes: wrap(noteOf(answer), width) };
}

const isDrawn = ({ series, beside }: ChartAnswer) => series.length + (beside?.answer.series.length ?? 0) > 0;

export function legendHeight(answer: ChartAnswer, width: number): number {
  if (!isDrawn(answer)) return 0;
  const { rows, notes } = layOut(answer, width);
  return (rows.length + notes.length) * line;
}

export function Legend({ answer, x, y, width }: { answer: ChartAnswer; x: number; y: number; width: number }) {
  if (!isDrawn(answer)) return null;
  const { rows, notes } = layOut(answer, width);
  return (
    <g>
      {rows.flatMap((row, index) =>
        row.map(({ x: left, item }) => (
          <g key={item.word} transform={`translate(${x + left} ${y + index * line + 14})`}>
            {item.mark}
            <text x="26" y="0">
              {item.word}
            </text>
          </g>
        )),
      )}
      {notes.map((note, index) => (
        <text key={note} className="s" x={x} y={y + (rows.length + index) * line + 14}>
          {note}
        </text>
      ))}
    </g>
  );
}
