"use client";

import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { getJson } from "@/components/ui/get-json";
import type { ChartAnswer } from "@/lib/charts/answer";
import { sidesBeside } from "./beside";

const Lines = lazy(() => import("./lines").then((module) => ({ default: module.Lines })));

/** A chart over time as lines to play with. Neither its data nor the library that draws it is fetched before it is asked for. */
export function Explore({ json }: { json: string }) {
  const [client] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: 1, staleTime: 60_000 } } }));
  const [open, setOpen] = useState(false);
  return (
    <div className="explore js-only">
      <button className="btn quiet mini" type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? "Close the lines" : "Explore as lines"}
      </button>
      {open && (
        <QueryClientProvider client={client}>
          <Loaded json={json} />
        </QueryClientProvider>
      )}
    </div>
  );
}

function Loaded({ json }: { json: string }) {
  const { data, isError } = useQuery({
    queryKey: ["chart", json],
    queryFn: ({ signal }) => getJson<ChartAnswer>(json, signal),
  });
  const waiting = (
    <p className="small soft" role="status">
      Reading the figures.
    </p>
  );
  if (isError) {
    return (
      <p className="msg err" role="alert">
        The figures could not be read. Close the lines and open them again; the drawing stays as it is.
      </p>
    );
  }
  if (!data) return waiting;
  return (
    <Suspense fallback={waiting}>
      {sidesBeside(data)
        .filter(({ answer: { series } }) => series.length > 0)
        .map(({ answer, name, scale }) => (
          <Lines key={name} answer={answer} name={name} scale={data.beside?.sameScale ? scale : null} />
        ))}
    </Suspense>
  );
}
