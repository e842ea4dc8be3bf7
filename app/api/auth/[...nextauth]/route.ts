import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "@/lib/auth/config";
import { database } from "@/lib/http/context";

type Context = { params: Promise<{ nextauth: string[] }> };

const answer = (request: NextRequest, context: Context) => NextAuth(authOptions(database()))(request, context);

/** What a mail program or scanner opens must not sign anybody in: a mailed link goes to a page with a button. */
export async function GET(request: NextRequest, context: Context): Promise<Response> {
  const { nextauth } = await context.params;
  if (nextauth.join("/") !== "callback/email") return answer(request, context);
  return new Response(null, { status: 303, headers: { Location: `/sign-in/confirm${request.nextUrl.search}` } });
}

/** Links are asked for at /sign-in only, where tries are counted. */
export async function POST(request: NextRequest, context: Context): Promise<Response> {
  const { nextauth } = await context.params;
  if (nextauth.join("/") === "signin/email") return new Response(null, { status: 404 });
  return answer(request, context);
}
