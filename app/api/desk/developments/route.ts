import { z } from "zod";
import { createDevelopment } from "@/lib/developments/save";
import { saved } from "@/lib/developments/saved";
import { changesSchema } from "@/lib/developments/schema";
import { deskRoute } from "@/lib/http/route";

const shape = z.strictObject({ formKey: z.uuid(), changes: changesSchema });

export const POST = deskRoute(shape, async (ctx, body) => saved(ctx, await createDevelopment(ctx, body), null));
