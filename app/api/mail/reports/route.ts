import { z } from "zod";
import { isSigned, reportShape, type Taken, takeReport } from "@/lib/digests/reports";
import { env } from "@/lib/env";
import { Forbidden, Invalid, NotFound } from "@/lib/errors";
import { publicContext } from "@/lib/http/context";
import { parseShape, problemResponse } from "@/lib/http/route";

const shape = z.array(reportShape).max(1_000, { error: "At most 1000 reports at once." });

/** Bounces and complaints from a mail provider, signed with MAIL_WEBHOOK_SECRET in X-Plenary-Signature. */
export async function POST(request: Request) {
  try {
    const secret = env().mailWebhookSecret;
    if (!secret) throw new NotFound("No MAIL_WEBHOOK_SECRET is set, so no reports are taken here.");
    const body = await request.text();
    if (!isSigned(body, request.headers.get("x-plenary-signature"), secret)) {
      throw new Forbidden("The signature does not fit: send HMAC-SHA-256 of the body in hex as X-Plenary-Signature.");
    }
    const counts: Record<Taken, number> = { taken: 0, known: 0, "not ours": 0 };
    for (const report of parseShape(shape, readJson(body))) counts[await takeReport(publicContext(), report)] += 1;
    return Response.json(counts, { headers: { "Cache-Control": "no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}

function readJson(body: string): unknown {
  try {
    const read = JSON.parse(body);
    return Array.isArray(read) ? read : [read];
  } catch {
    throw new Invalid({ body: "The body is not JSON." });
  }
}
