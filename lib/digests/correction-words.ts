import { type Html, html, wrapText } from "@/lib/mail/markup";
import type { CorrectionView } from "./corrections";
import { cutAtWord } from "./cut";
import { quote } from "./headline";

/** The wording of what became of something that was sent, in letters and on the web. */

/** The word it opens with. */
export function whatBecame({ retracted, restored }: Pick<CorrectionView, "retracted" | "restored">): string {
  if (restored) return "No longer retracted";
  return retracted ? "Retracted" : "Corrected";
}

/** Whoever was told of a change that was taken back hears that, too. */
const standsAsSent = "It stands again as it was sent.";

/** That nothing differs; null where something does. */
export const sayAsSent = ({ changes, retracted, restored }: CorrectionView): string | null =>
  changes.length === 0 && !retracted && !restored ? standsAsSent : null;

/** A side of a change as a letter shows it: the page has all of it. */
const side = (value: string) => quote(cutAtWord(value, 300));

export function correctionHtml(correction: CorrectionView, baseUrl: string): Html {
  const { slug, title, reasons, changes } = correction;
  const asSent = sayAsSent(correction);
  return html`<div class="e">
<h3 dir="auto"><a href="${baseUrl}/developments/${slug}">${title}</a></h3>
<p class="m">${whatBecame(correction)} since it was sent to you</p>
${reasons.map((reason) => html`<p class="b" dir="auto">${reason}</p>`)}
${asSent && html`<p class="m">${asSent}</p>`}
${changes.length > 0 && html`<ul class="m">${changes.map(({ label, before, after }) => html`<li>${label}: before <span dir="auto">${side(before)}</span>, now <span dir="auto">${side(after)}</span></li>`)}</ul>`}
</div>`;
}

export function correctionText(correction: CorrectionView, baseUrl: string): string {
  const { slug, title, reasons, changes } = correction;
  const asSent = sayAsSent(correction);
  return [
    wrapText(`* ${whatBecame(correction)}: ${title}`),
    ...reasons.map((reason) => wrapText(reason, "  ")),
    ...(asSent ? [wrapText(asSent, "  ")] : []),
    ...changes.map(({ label, before, after }) =>
      wrapText(`${label}: before ${side(before)}, now ${side(after)}`, "  "),
    ),
    `  ${baseUrl}/developments/${slug}`,
  ].join("\n");
}
