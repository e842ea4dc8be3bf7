import { publicContext } from "@/lib/http/context";
import { answerFrom, type PublicRoutes } from "@/lib/http/direct";
import { GET as listActors } from "./actors/route";
import { GET as listAreas } from "./areas/route";
import { GET as listBodies } from "./bodies/route";
import { GET as getChart } from "./charts/[id]/route";
import { GET as listCharts } from "./charts/route";
import { GET as getDevelopment } from "./developments/[slug]/route";
import { GET as listDevelopments } from "./developments/route";
import { GET as getDryRun } from "./dry-run/route";
import { GET as listFacets } from "./facets/route";

/** All public JSON by its addresses. */
export const routes: PublicRoutes = {
  "/api/v1/actors": listActors,
  "/api/v1/areas": listAreas,
  "/api/v1/bodies": listBodies,
  "/api/v1/charts": listCharts,
  "/api/v1/charts/[id]": getChart,
  "/api/v1/developments": listDevelopments,
  "/api/v1/developments/[slug]": getDevelopment,
  "/api/v1/dry-run": getDryRun,
  "/api/v1/facets": listFacets,
};

/** What the server in front makes itself; null for all other addresses. */
export const answerDirectly = (address: string) => answerFrom(routes, address, publicContext);
