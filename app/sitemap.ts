import type { MetadataRoute } from "next";
import { listBodies } from "@/lib/bodies/queries";
import { listPublishedSlugs } from "@/lib/developments/timeline";
import { env } from "@/lib/env";
import { publicContext } from "@/lib/http/context";

export const dynamic = "force-dynamic";

export default async function sitemap(): Promise<MetadataRoute.Sitemap> {
  const ctx = publicContext();
  const [developments, bodies] = await Promise.all([listPublishedSlugs(ctx), listBodies(ctx)]);
  const at = (path: string) => `${env().baseUrl}${path}`;
  return [
    ...["/", "/timeline", "/bodies", "/withdrawal", "/about"].map((path) => ({ url: at(path) })),
    ...bodies.map((body) => ({ url: at(`/bodies/${body.slug}`) })),
    ...developments.map(({ slug, approvedAt }) => ({ url: at(`/developments/${slug}`), lastModified: approvedAt })),
  ];
}
