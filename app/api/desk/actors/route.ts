import { proposeActor, proposedActorShape } from "@/lib/actors/propose";
import { deskRoute } from "@/lib/http/route";

export const POST = deskRoute(proposedActorShape, async (ctx, input) => ({ data: await proposeActor(ctx, input) }));
