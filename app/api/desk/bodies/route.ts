import { proposeBody, proposedBodyShape } from "@/lib/bodies/propose";
import { deskRoute } from "@/lib/http/route";

export const POST = deskRoute(proposedBodyShape, async (ctx, input) => ({ data: await proposeBody(ctx, input) }));
