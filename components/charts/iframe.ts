import type { ChartAnswer } from "@/lib/charts/answer";
import { sayHeading } from "@/lib/charts/heading";
import { embedHeight } from "./embed-height";

type Size = { width: number | string; height: number };

/** The code that puts a chart into another page, as tall as the chart is at the width of a column of text. */
export function iframeOf(answer: ChartAnswer, src: string, size?: Size): string {
  const { width, height } = size ?? { width: "100%", height: embedHeight(answer, 720) };
  return `<iframe src="${escapeHtml(src)}" title="${escapeHtml(sayHeading(answer))}" width="${width}" height="${height}" style="border:0" loading="lazy"></iframe>`;
}

const escapeHtml = (text: string) =>
  text.replace(/[&<>"]/g, (found) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[found] ?? found);
