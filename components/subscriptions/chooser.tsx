"use client";

import { keepPreviousData, QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { type ChangeEvent, type MouseEvent, useState } from "react";
import { ActionForm } from "@/components/ui/form";
import { getJson } from "@/components/ui/get-json";
import type { FacetValue } from "@/lib/developments/views";
import type { DryRun as Run } from "@/lib/digests/dry-run";
import type { Audience } from "@/lib/digests/views";
import type { FormAction, FormState } from "@/lib/http/action";
import { chosenIn } from "@/lib/subscriptions/chosen";
import { DryRun } from "./dry-run";
import { AddressField } from "./forms";

type Props = {
  action: FormAction;
  /** Shows the page of the choices in the form: without script there is no other way to see them. */
  preview: (form: FormData) => Promise<void>;
  /** The chosen view as filter words. */
  filter: string;
  audiences: Audience[];
  areas: FacetValue[];
  bodies: FacetValue[];
  run: Run;
};

/**
 * What the letter is about, and what it would have been: each choice redraws the dry run, by script or by its button.
 * Choices and address are one form, so that without script what is ticked is what is subscribed to.
 */
export function Chooser(props: Props) {
  const [client] = useState(() => new QueryClient({ defaultOptions: { queries: { staleTime: 60_000, retry: 1 } } }));
  return (
    <QueryClientProvider client={client}>
      <ActionForm action={props.action} keeps>
        {(state) => <Choosing {...props} state={state} />}
      </ActionForm>
    </QueryClientProvider>
  );
}

function Choosing({ preview, filter: asked, audiences, areas, bodies, run, state }: Props & { state: FormState }) {
  const first = state.values?.filter ?? asked;
  const [filter, setFilter] = useState(first);
  const dry = useQuery({
    queryKey: ["dry-run", filter],
    queryFn: ({ signal }) => getJson<Run>(`/api/v1/dry-run${filter ? `?${filter}` : ""}`, signal),
    initialData: filter === asked ? run : undefined,
    placeholderData: keepPreviousData,
  });
  // Without script nobody can ask for the dry run of what was chosen on the page that answers.
  const shown = dry.data ?? (filter === asked ? run : null);
  const view = shown?.view ?? state.values?.view ?? run.view;
  const words = new URLSearchParams(filter);
  const isPreset = audiences.some((one) => one.filter === filter);

  const choose = (next: string) => {
    setFilter(next);
    history.replaceState(null, "", next ? `/subscribe?${next}` : "/subscribe");
  };
  const follow = (next: string) => (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose(next);
  };
  const typed = (event: ChangeEvent<HTMLInputElement | HTMLSelectElement>) => {
    if (event.currentTarget.form) choose(chosenIn(new FormData(event.currentTarget.form)));
  };
  return (
    <>
      <p className="view">
        This letter: <b>{view}</b>.{" "}
        {filter && (
          <a href="/subscribe" onClick={follow("")}>
            Choose everything instead
          </a>
        )}
      </p>
      <input type="hidden" name="filter" value={filter} />
      <input type="hidden" name="chosen" value="here" />
      <div className="subscribe">
        <AddressField
          state={state}
          hint="We send one letter to confirm. The address is used for nothing else and appears in no log."
        />
      </div>
      <nav className="presets" aria-label="Letters made for">
        <h2 className="label">Made for</h2>
        <ul>
          {audiences.map((one) => (
            <li key={one.slug}>
              <a
                className="word"
                href={`/subscribe?${one.filter}`}
                aria-current={one.filter === filter ? "true" : undefined}
                onClick={follow(one.filter)}
              >
                {one.name}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <details className="own-choice" open={first !== "" && !isPreset}>
        <summary>Only some areas or bodies</summary>
        <div className="stack">
          <fieldset>
            <legend className="label">Impact areas</legend>
            <div className="ticks">
              {areas.map(({ value, label }) => (
                <label key={value} className="tick">
                  <input
                    type="checkbox"
                    name="area"
                    value={value}
                    checked={words.getAll("area").includes(value)}
                    onChange={typed}
                  />
                  <span>{label}</span>
                </label>
              ))}
            </div>
          </fieldset>
          <div>
            <label className="label" htmlFor="body">
              Body
            </label>
            <p className="hint" id="body-hint">
              Several? Choose them on the timeline and subscribe beside the list.
            </p>
            <select id="body" name="body" value={words.get("body") ?? ""} onChange={typed} aria-describedby="body-hint">
              <option value="">all bodies</option>
              {bodies.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </div>
          <noscript>
            <button className="btn quiet" type="submit" formAction={preview}>
              Show what that would have been
            </button>
          </noscript>
        </div>
      </details>
      {dry.isError && (
        <p className="msg err" role="alert">
          The dry run could not be read. Your choice stands; subscribing works.
        </p>
      )}
      {shown && <DryRun run={shown} busy={dry.isPlaceholderData} />}
    </>
  );
}
