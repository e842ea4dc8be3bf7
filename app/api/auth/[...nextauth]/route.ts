import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { authOptions } from "@/lib/auth/config";
import { database } from "@/lib/http/context";

type Context = { params: Promise<{ nextauth: string[] }> };

const answer = (request: NextRequest, context: Context) => NextAuth(authOptions(database()))(request, context);

const missing = () => new Response(null, { status: 404 });

/** next-auth reads the first two parts of a path and passes over the rest; here more are another address. */
async function readPath({ params }: Context): Promise<{ action?: string; provider?: string; known: boolean }> {
  const { nextauth } = await params;
  const [action, provider] = nextauth;
  return { action, provider, known: nextauth.length <= 2 };
}

/** What a mail program or scanner opens must not sign anybody in: a mailed link goes to a page with a button. */
export async function GET(request: NextRequest, context: Context): Promise<Response> {
  const { action, provider, known } = await readPath(context);
  if (!known) return missing();
  if (provider !== "email") return answer(request, context);
  if (action !== "callback") return missing();
  return new Response(null, { status: 303, headers: { Location: `/sign-in/confirm${request.nextUrl.search}` } });
}

/** Links are asked for at /sign-in only, where tries are counted. */
export async function POST(request: NextRequest, context: Context): Promise<Response> {
  const { action, provider, known } = await readPath(context);
  if (!known || (provider === "email" && action !== "callback")) return missing();
  return answer(request, context);
}
