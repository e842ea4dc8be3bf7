import type { MetadataRoute } from "next";
import { env } from "@/lib/env";

export const dynamic = "force-dynamic";

export default function robots(): MetadataRoute.Robots {
  return {
    rules: { userAgent: "*", allow: "/", disallow: ["/desk", "/sign-in", "/api/"] },
    sitemap: `${env().baseUrl}/sitemap.xml`,
  };
}
