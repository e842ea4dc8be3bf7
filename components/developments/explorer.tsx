"use client";

import { keepPreviousData, QueryClient, QueryClientProvider, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { getJson } from "@/components/ui/get-json";
import { type Filters, filterQuery, mostRanked, timelineHref } from "@/lib/developments/filters";
import type { DevelopmentPage, Facets } from "@/lib/developments/views";
import type { FieldErrors } from "@/lib/errors";
import type { FormAction } from "@/lib/http/action";
import { ListMargin } from "./list-margin";
import { Rail } from "./rail";
import { Record } from "./record";
import { TimelineHead } from "./timeline-head";

const firstOf: { [Sort in Filters["sort"]]: string } = {
  newest: "newest",
  oldest: "oldest",
  relevance: "best matches",
};

export type ExplorerProps = {
  filters: Filters;
  /** What of the address could not be taken, by word. */
  errors: FieldErrors;
  page: DevelopmentPage;
  facets: Facets;
  /** Where the first page starts when it is not the top. */
  cursor: string | null;
  today: string;
  /** Asks for the digest of a view. */
  subscribe: FormAction;
};

/**
 * The timeline with its filters. Drawn whole on the server, where each filter is a link; with script the same links
 * refine the list in place over the public JSON.
 */
export function Explorer(props: ExplorerProps) {
  const [client] = useState(
    () =>
      new QueryClient({ defaultOptions: { queries: { staleTime: 30_000, refetchOnWindowFocus: false, retry: 1 } } }),
  );
  return (
    <QueryClientProvider client={client}>
      <Timeline {...props} />
    </QueryClientProvider>
  );
}

function Timeline(first: ExplorerProps) {
  const [view, setView] = useState({ filters: first.filters, cursor: first.cursor, errors: first.errors });
  const list = useRef<HTMLDivElement>(null);
  const query = filterQuery(view.filters);
  const isFirst = query === filterQuery(first.filters) && view.cursor === first.cursor;

  const pages = useInfiniteQuery({
    queryKey: ["developments", query, view.cursor],
    queryFn: ({ pageParam, signal }) =>
      getJson<DevelopmentPage>(
        `/api/v1/developments?${new URLSearchParams([...new URLSearchParams(query), ...(pageParam ? [["cursor", pageParam]] : [])])}`,
        signal,
      ),
    initialPageParam: view.cursor,
    getNextPageParam: (page) => page.next,
    initialData: isFirst ? { pages: [first.page], pageParams: [first.cursor] } : undefined,
    placeholderData: keepPreviousData,
  });
  const facets = useQuery({
    queryKey: ["facets", query],
    queryFn: ({ signal }) => getJson<Facets>(`/api/v1/facets?${query}`, signal),
    initialData: query === filterQuery(first.filters) ? first.facets : undefined,
    placeholderData: keepPreviousData,
  });

  useEffect(() => {
    const back = (event: PopStateEvent) => {
      const kept = event.state?.plenary as { filters: Filters; cursor: string | null } | undefined;
      setView({ filters: kept?.filters ?? first.filters, cursor: kept?.cursor ?? null, errors: {} });
    };
    addEventListener("popstate", back);
    return () => removeEventListener("popstate", back);
  }, [first.filters]);

  /** Goes to other filters in place; the address stays the one a link would have led to. */
  const refine = (filters: Filters, cursor: string | null = null) => {
    // A list that was reached from far down begins at its top.
    const head = document.getElementById("list-head");
    if (head && head.getBoundingClientRect().top < 0) head.scrollIntoView();
    const href = timelineHref(filters);
    const address = cursor ? `${href}${href.includes("?") ? "&" : "?"}cursor=${cursor}` : href;
    history.pushState({ plenary: { filters, cursor } }, "", address);
    setView({ filters, cursor, errors: {} });
  };

  const failed = pages.isError || facets.isError;
  const shown = pages.data?.pages ?? [];
  const rows = shown.flatMap((page) => page.data);
  const total = shown[0]?.total ?? 0;
  const months = facets.data?.months ?? [];
  const busy = pages.isPlaceholderData || facets.isPlaceholderData;

  return (
    <div className="cols tl">
      <TimelineHead
        filters={view.filters}
        facets={facets.data ?? first.facets}
        total={total}
        errors={view.errors}
        refine={refine}
      />
      <Rail filters={view.filters} facets={facets.data ?? first.facets} refine={refine} today={first.today} />
      <div className={busy ? "record busy" : "record"} ref={list} aria-busy={busy}>
        {failed && (
          <p className="msg err notice" role="alert">
            The list could not be read. <a href={timelineHref(view.filters)}>Load the page again</a>, or wait a moment:
            nothing is lost.
          </p>
        )}
        {view.cursor && (
          <p className="small" style={{ paddingBottom: "0.5rem" }}>
            <a href={timelineHref(view.filters)}>Back to the {firstOf[view.filters.sort]}</a>
          </p>
        )}
        {view.filters.sort === "relevance" && total > mostRanked && (
          <p className="small soft" style={{ paddingBottom: "0.5rem" }}>
            The newest {mostRanked} of these stand in the order of how well they match; the others follow them, newest
            first.
          </p>
        )}
        {rows.length === 0 ? (
          <NothingFound filters={view.filters} />
        ) : (
          <Record rows={rows} months={months} sort={view.filters.sort} asof={view.filters.asof} />
        )}
        <Pager
          shown={rows.length}
          total={total}
          filters={view.filters}
          next={shown.at(-1)?.next ?? null}
          from={view.cursor}
          busy={pages.isFetchingNextPage}
          more={() => pages.fetchNextPage()}
        />
      </div>
      <ListMargin
        filters={view.filters}
        months={months}
        total={total}
        today={first.today}
        subscribe={first.subscribe}
      />
    </div>
  );
}

function NothingFound({ filters }: { filters: Filters }) {
  return (
    <div className="empty">
      <h2>Nothing on record matches</h2>
      <p className="soft">
        {filters.asof
          ? "Nothing of it was known here at the end of that day. What was loaded or approved later is in the record from its own day on."
          : "Take away one of the words above, or search for fewer words. What is not here was not found, which does not mean it did not happen."}
      </p>
      <p>
        <a href="/timeline">The whole timeline</a>
      </p>
    </div>
  );
}

function Pager(props: {
  shown: number;
  total: number;
  filters: Filters;
  next: string | null;
  from: string | null;
  busy: boolean;
  more: () => void;
}) {
  const { shown, total, filters, next, from, busy, more } = props;
  if (shown === 0) return null;
  const href = timelineHref(filters);
  return (
    <p className="pager">
      {next && (
        <a
          className="btn quiet"
          href={`${href}${href.includes("?") ? "&" : "?"}cursor=${next}`}
          aria-busy={busy}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            if (!busy) more();
          }}
        >
          {busy
            ? "Reading more"
            : `Show ${filters.sort === "oldest" ? "newer" : filters.sort === "newest" ? "older" : "more"}`}
        </a>
      )}
      <span className="small soft num" role="status">
        {from
          ? `${shown} shown from here, ${total} in all`
          : next
            ? `${shown} of ${total} shown`
            : total === 1
              ? "The only one is shown"
              : `All ${total} shown`}
      </span>
    </p>
  );
}
