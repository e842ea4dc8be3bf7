"use client";

import { keepPreviousData, QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { type ChangeEvent, type MouseEvent, useState } from "react";
import { getJson } from "@/components/ui/get-json";
import type { FacetValue } from "@/lib/developments/views";
import type { DryRun as Run } from "@/lib/digests/dry-run";
import type { Audience } from "@/lib/digests/views";
import type { FormAction } from "@/lib/http/action";
import { DryRun } from "./dry-run";
import { SubscribeForm } from "./forms";

type Props = {
  action: FormAction;
  /** The chosen view as filter words. */
  filter: string;
  audiences: Audience[];
  areas: FacetValue[];
  bodies: FacetValue[];
  run: Run;
};

/** What the letter is about, and what it would have been: each choice redraws the dry run, by script or by its button. */
export function Chooser(props: Props) {
  const [client] = useState(() => new QueryClient({ defaultOptions: { queries: { staleTime: 60_000, retry: 1 } } }));
  return (
    <QueryClientProvider client={client}>
      <Choosing {...props} />
    </QueryClientProvider>
  );
}

function Choosing({ action, filter: first, audiences, areas, bodies, run }: Props) {
  const [filter, setFilter] = useState(first);
  const dry = useQuery({
    queryKey: ["dry-run", filter],
    queryFn: ({ signal }) => getJson<Run>(`/api/v1/dry-run${filter ? `?${filter}` : ""}`, signal),
    initialData: filter === first ? run : undefined,
    placeholderData: keepPreviousData,
  });
  const shown = dry.data ?? run;
  const words = new URLSearchParams(filter);
  const isPreset = audiences.some((one) => one.filter === filter);
  const others = [...words].filter(([word]) => word !== "area" && word !== "body");

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
    if (!event.currentTarget.form) return;
    const chosen = [...new FormData(event.currentTarget.form)].filter(([, value]) => value !== "");
    choose(new URLSearchParams(chosen as [string, string][]).toString());
  };
  return (
    <>
      <p className="view">
        This letter: <b>{shown.view}</b>{" "}
        {filter && (
          <a href="/subscribe" onClick={follow("")}>
            Everything instead
          </a>
        )}
      </p>
      <SubscribeForm
        action={action}
        filter={filter}
        hint="We send one letter to confirm. The address is used for nothing else and appears in no log."
      />
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
        <form action="/subscribe" className="stack">
          {others.map(([word, value]) => (
            <input key={`${word} ${value}`} type="hidden" name={word} value={value} />
          ))}
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
            <button className="btn quiet" type="submit">
              Show what that would have been
            </button>
          </noscript>
        </form>
      </details>
      {dry.isError && (
        <p className="msg err" role="alert">
          The dry run could not be read. Your choice stands; subscribing works.
        </p>
      )}
      <DryRun run={shown} busy={dry.isPlaceholderData} />
    </>
  );
}
