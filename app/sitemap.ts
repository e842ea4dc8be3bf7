import type { MetadataRoute } from "next";
import { listAreas } from "@/lib/areas/queries";
import { listBodies } from "@/lib/bodies/queries";
import { charts } from "@/lib/charts/catalogue";
import { listPublishedSlugs } from "@/lib/developments/timeline";
import { listIssues } from "@/lib/digests/archive";
import { env } from "@/lib/env";
import { publicContext } from "@/lib/http/context";

export const dynamic = "force-dynamic";

export default async function sitemap(): Promise<MetadataRoute.Sitemap> {
  const ctx = publicContext();
  const [developments, bodies, areas, issues] = await Promise.all([
    listPublishedSlugs(ctx),
    listBodies(ctx),
    listAreas(ctx),
    listIssues(ctx.db),
  ]);
  const at = (path: string) => `${env().baseUrl}${path}`;
  return [
    ...[
      "/",
      "/timeline",
      "/impact",
      "/bodies",
      "/withdrawal",
      "/claims",
      "/digests",
      "/subscribe",
      "/data",
      "/about",
    ].map((path) => ({
      url: at(path),
    })),
    ...issues.map(({ week, frozenAt }) => ({ url: at(`/digests/${week}`), lastModified: frozenAt })),
    ...areas.map(({ slug }) => ({ url: at(`/impact/${slug}`) })),
    { url: at("/impact/charts") },
    ...charts.map(({ id }) => ({ url: at(`/impact/charts/${id}`) })),
    ...bodies.map((body) => ({ url: at(`/bodies/${body.slug}`) })),
    ...developments.map(({ slug, approvedAt }) => ({ url: at(`/developments/${slug}`), lastModified: approvedAt })),
  ];
}
