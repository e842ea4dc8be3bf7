import type { NextRequest } from "next/server";
import { publicContext } from "@/lib/http/context";
import { problemResponse } from "@/lib/http/route";
import { readLink } from "@/lib/subscriptions/links";
import { leave } from "@/lib/subscriptions/preferences";

/**
 * Leaving by one request (RFC 8058): a mail program posts to the address of the letter's header, which the listener
 * leads here. It gets a plain answer; a browser goes back to the page.
 */
export async function POST(request: NextRequest, { params }: { params: Promise<{ token: string }> }) {
  try {
    const { token } = await params;
    const ctx = publicContext();
    await leave(ctx, await readLink(ctx.db, token, "leave"));
    if (request.headers.has("sec-fetch-site") || request.headers.has("origin")) {
      return new Response(null, { status: 303, headers: { Location: `/subscriptions/${token}/leave` } });
    }
    return new Response("You get no more letters.\n", { headers: { "Content-Type": "text/plain; charset=utf-8" } });
  } catch (error) {
    return problemResponse(error);
  }
}
