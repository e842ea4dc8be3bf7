import type { Metadata } from "next";
import { Explorer } from "@/components/developments/explorer";
import { ReaderPage } from "@/components/layout/reader-page";
import { dayIn } from "@/lib/days";
import { listFacets } from "@/lib/developments/facets";
import { readFilters } from "@/lib/developments/query";
import { listDevelopments } from "@/lib/developments/timeline";
import { env } from "@/lib/env";
import { Invalid } from "@/lib/errors";
import { requestContext } from "@/lib/http/context";
import { type PageQuery, readQuery } from "@/lib/http/query";
import { ask } from "../subscribe/actions";

export const metadata: Metadata = {
  title: "Timeline",
  description: "Every development on record, by month, filterable by body, impact area, direction and more.",
  alternates: { canonical: "/timeline" },
};

export default async function TimelinePage({ searchParams }: { searchParams: PageQuery }) {
  const ctx = await requestContext();
  const query = await readQuery(searchParams);
  const { filters, errors } = await readFilters(ctx, query, ["cursor"]);
  let cursor = query.get("cursor") || null;
  const [page, facets] = await Promise.all([
    listDevelopments(ctx, filters, { cursor }).catch((error) => {
      if (!(error instanceof Invalid)) throw error;
      Object.assign(errors, error.fields);
      cursor = null;
      return listDevelopments(ctx, filters);
    }),
    listFacets(ctx, filters),
  ]);
  return (
    <ReaderPage current="/timeline">
      <Explorer
        filters={filters}
        errors={errors}
        page={page}
        facets={facets}
        cursor={cursor}
        today={dayIn(env().timeZone, ctx.now)}
        subscribe={ask}
      />
    </ReaderPage>
  );
}
