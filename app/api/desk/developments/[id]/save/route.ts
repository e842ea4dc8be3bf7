import { saveDevelopment } from "@/lib/developments/save";
import { saved } from "@/lib/developments/saved";
import { saveSchema } from "@/lib/developments/schema";
import { idOf } from "@/lib/http/id";
import { deskRoute } from "@/lib/http/route";

export const POST = deskRoute(saveSchema, async (ctx, body, { id }) =>
  saved(ctx, await saveDevelopment(ctx, idOf(id), body), body.base),
);
