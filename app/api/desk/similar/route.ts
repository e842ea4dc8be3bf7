import { z } from "zod";
import { listSimilar } from "@/lib/developments/similar";
import { deskRoute } from "@/lib/http/route";

const shape = z.strictObject({
  id: z.int().positive().nullable(),
  title: z.string().max(400),
  bodySlug: z.string().max(160).nullable(),
  decidedOn: z.iso.date().nullable(),
  urls: z.array(z.string().max(2000)).max(30),
});

export const POST = deskRoute(shape, async (ctx, like) => ({ data: await listSimilar(ctx, like) }));
