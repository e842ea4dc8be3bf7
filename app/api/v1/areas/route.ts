import { listAreas } from "@/lib/areas/queries";
import { noWords, publicRoute } from "@/lib/http/route";

export const dynamic = "force-dynamic";

export const GET = publicRoute(async (ctx, query) => {
  noWords(query);
  return { data: await listAreas(ctx) };
});
