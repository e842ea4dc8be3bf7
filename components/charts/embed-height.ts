import type { ChartAnswer, Series } from "@/lib/charts/answer";
import { sayHeading } from "@/lib/charts/heading";
import { panelsOf, type Side, sayBlanks, sidesBeside } from "./beside";
import { panelHeight, panelWidth, sayColumns } from "./columns";
import { directionsHeight, directionsNote } from "./directions";
import { lanesHeight } from "./lanes";
import { matrixHeight } from "./matrix";
import { piecesSize } from "./pieces";
import { rowsHeight } from "./rows";
import { sayScale, spansHeight } from "./spans";
import { stepsHeight } from "./steps";
import { wrap } from "./text-width";
import { yearsInRows } from "./years-in-rows";

/** Longer ones scroll inside their frame, which keeps their source in sight. */
const highest = 1200;
const small = { size: 13, line: 18.2 };
const text = { size: 15, line: 21.75 };
const heading = { size: 23, line: 28.75 };
const source = 50;
const readout = 30;
const gap = 32;
/** As `.multi` draws a panel that is the only one. */
const aloneWidth = 480;

/** About how tall an embedded chart is at a width, rather too tall than too short; pixels. */
export function embedHeight(answer: ChartAnswer, width: number): number {
  const room = width - 32;
  const head = 16 + tall(sayHeading(answer), room, heading) + tall(answer.subtitle, room, text) + 24;
  const table = answer.form === "matrix" || answer.form === "list" ? 0 : 36;
  return Math.min(highest, Math.ceil(head + drawingHeight(answer, room) + rulesHeight(answer, room) + table + source));
}

const tall = (words: string, room: number, { size, line }: typeof small) => wrap(words, room, size).length * line;

const rulesHeight = (answer: ChartAnswer, room: number): number =>
  answer.beside
    ? Math.max(...sidesBeside(answer).map((side) => ruleHeight(side.answer, half(room)))) + 70
    : ruleHeight(answer, room);

const half = (room: number) => (room + 32 > 700 ? (room - gap) / 2 : room);

function ruleHeight({ summary, rule, excluded, warnings }: ChartAnswer, room: number): number {
  const left = excluded.map(({ reason, n }) => `${reason}: ${n}`).join("; ");
  return [summary, rule, left, warnings.join(" "), "Known on"]
    .filter((words) => words !== "")
    .reduce((sum, words) => sum + tall(words, room - 96, small) + 3, 16);
}

function drawingHeight(answer: ChartAnswer, room: number): number {
  const marks = answer.marks.length > 0 ? 118 : 0;
  switch (answer.form) {
    case "columns":
      return panels(answer, room, () => panelHeight) + tall(sayColumns(answer), room, small) + marks + readout;
    case "directions":
      return (
        panels(answer, room, ([series]) => directionsHeight * rowsAt(room, series)) +
        tall(directionsNote, room, small) +
        marks +
        readout
      );
    case "steps":
      return panels(answer, room, (side) => stepsHeight(side)) + 60 + readout;
    default: {
      const sides = sidesBeside(answer);
      const each = sides.length > 1 ? half(room) : room;
      const heights = sides.map((side) => sideHeight(side, each) + (sides.length > 1 ? 40 : 0));
      return (each < room ? Math.max(...heights) : heights.reduce((sum, one) => sum + one, 0)) + readout;
    }
  }
}

/** On a phone the years of a panel stand below each other. */
const rowsAt = (room: number, series: Series | undefined) =>
  room < 640 && series ? yearsInRows(series.points).length : 1;

/** As `.multi` lays them out: a row is as tall as its tallest. */
function panels(answer: ChartAnswer, room: number, drawn: (series: ChartAnswer["series"]) => number): number {
  const directions = answer.form === "directions";
  const alone = panelsOf(answer).length === 1;
  const across = alone || (directions && room < 900) ? 1 : room + 32 > 480 ? 2 : 1;
  const breadth = alone ? Math.min(room, directions ? 760 : aloneWidth) : (room - (across - 1) * gap) / across;
  const heights = panelsOf(answer).map(({ label, name, series }) => {
    const stretch = alone && !directions ? breadth / panelWidth : Math.min(1, breadth / panelWidth);
    const picture = series ? drawn([series]) * stretch : 0;
    return 12 + tall(label, breadth - 40, text) + (name ? 20 : 0) + 38 + picture + 8 + 24;
  });
  const rows = heights.flatMap((_, index) =>
    index % across === 0 ? [Math.max(...heights.slice(index, index + across))] : [],
  );
  return 16 + rows.reduce((sum, one) => sum + one, 0) + tall(sayBlanks(answer), room, small);
}

function sideHeight(side: Side, room: number): number {
  const { answer, scale } = side;
  const size = room >= 1000 ? "wide" : room >= 640 ? "middle" : "narrow";
  const width = { wide: 1000, middle: 640, narrow: 328 }[size];
  const head = size === "narrow" ? 0 : 190;
  switch (answer.form) {
    case "matrix":
      return matrixHeight(side);
    case "rows":
      return rowsHeight(answer, size);
    case "pieces":
      return piecesSize(answer, width).height + 30;
    case "spans":
      return spansHeight(answer, head) + tall(sayScale(scale), room, small);
    case "lanes":
      return lanesHeight(answer, head);
    default:
      return Math.max(1, answer.marks.length) * 52;
  }
}
