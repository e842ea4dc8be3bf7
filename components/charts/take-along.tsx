import { embedHref, fileHref, frozen } from "@/lib/charts/address";
import type { ChartAnswer } from "@/lib/charts/answer";
import type { Citations } from "@/lib/charts/cite";
import { sayDay } from "@/lib/days";
import { Copy } from "./copy";
import { iframeOf } from "./iframe";

/** How to put a chart into another page, and how to cite it: frozen to its day unless somebody wants it live. */
export function TakeAlong({ answer, site, cited }: { answer: ChartAnswer; site: string; cited: Citations }) {
  const { filters } = answer;
  const live = embedHref({ ...answer, filters: { ...filters, asof: null } });
  return (
    <>
      <details className="take" id="embed">
        <summary>Embed</summary>
        <p className="small soft">
          Shows the chart as known at the end of {sayDay(answer.asOf)}; it sets no cookie and needs no script.
        </p>
        <Code id="embed-frozen" label="Frozen" text={iframeOf(answer, `${site}${embedHref(frozen(answer))}`)} />
        {!filters.asof && (
          <Code id="embed-live" label="Live: changes with the record" text={iframeOf(answer, `${site}${live}`)} />
        )}
      </details>
      <details className="take" id="cite">
        <summary>Cite</summary>
        <Code id="cite-text" label="Text" text={cited.text} />
        <Code id="cite-bibtex" label="BibTeX" text={cited.bibtex.trimEnd()} />
        <p className="acts">
          <a href={fileHref(frozen(answer), "citation.bib")}>BibTeX file</a>
          <a href={fileHref(frozen(answer), "citation.json")}>CSL-JSON file</a>
          <a href={fileHref(frozen(answer), "citation.txt")}>Text file</a>
          <a href={fileHref(frozen(answer), "share.png")}>Picture for sharing</a>
        </p>
      </details>
    </>
  );
}

function Code({ id, label, text }: { id: string; label: string; text: string }) {
  return (
    <div className="code">
      <label className="label" htmlFor={id}>
        {label}
      </label>
      <textarea id={id} className="input" readOnly rows={text.includes("\n") ? 9 : 3} defaultValue={text} />
      <Copy text={text} what={label} />
    </div>
  );
}
