import { likenessSchema, listSimilar } from "@/lib/developments/similar";
import { deskRoute } from "@/lib/http/route";

export const POST = deskRoute(likenessSchema, async (ctx, like) => ({ data: await listSimilar(ctx, like) }));
