"use client";

import { ActionForm } from "@/components/ui/form";
import type { FormAction } from "@/lib/http/action";

/** First what the lines say, then, at a second press, drafts of them. */
export function ImportForm({ action }: { action: FormAction }) {
  return (
    <ActionForm action={action} className="stack import" keeps>
      {(state) => {
        const titles = state.done ? (state.values?.titles ?? "").split("\n") : [];
        return (
          <>
            <div>
              <label className="label" htmlFor="file">
                A CSV file
              </label>
              <input
                className="input"
                id="file"
                name="file"
                type="file"
                accept=".csv,text/csv"
                // Once read it stands in the field below, where it may be mended.
                key={state.values?.csv}
              />
            </div>
            <div>
              <label className="label" htmlFor="csv">
                Or its lines
              </label>
              {state.errors?.csv && (
                <ul className="field-error" id="csv-error" role="alert">
                  {state.errors.csv.split("\n").map((one) => (
                    <li key={one}>{one}</li>
                  ))}
                </ul>
              )}
              <textarea
                className="input lines"
                id="csv"
                name="csv"
                rows={8}
                spellCheck={false}
                key={state.values?.csv}
                defaultValue={state.values?.csv}
                aria-invalid={state.errors?.csv ? true : undefined}
                aria-describedby={state.errors?.csv ? "csv-error" : undefined}
              />
            </div>
            {titles.length > 0 && (
              <section className="msg ok" role="status" aria-label="What was read">
                <p>
                  <b>
                    {titles.length} {titles.length === 1 ? "line reads" : "lines read"} well.
                  </b>{" "}
                  Each becomes a draft of yours; nothing is published before a second person approves it.
                </p>
                <ol className="small">
                  {titles.slice(0, 20).map((title, place) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a file do not move
                    <li key={place} dir="auto">
                      {title || <i>no title yet</i>}
                    </li>
                  ))}
                </ol>
                {titles.length > 20 && <p className="small">and {titles.length - 20} more</p>}
              </section>
            )}
            <div className="row">
              <button className="btn quiet" type="submit" name="step" value="check">
                Check the lines
              </button>
              {titles.length > 0 && (
                <button className="btn" type="submit" name="step" value="store">
                  Make {titles.length} {titles.length === 1 ? "draft" : "drafts"}
                </button>
              )}
            </div>
          </>
        );
      }}
    </ActionForm>
  );
}
