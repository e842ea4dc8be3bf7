"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { endSessions } from "@/lib/auth/people";
import { closeSession, openSession } from "@/lib/auth/session";
import { emailShape, makeFirstAdmin, nameShape, requestSignIn } from "@/lib/auth/sign-in";
import { env } from "@/lib/env";
import { type FormState, formProblem, textFields } from "@/lib/http/action";
import { deskContext, publicContext } from "@/lib/http/context";
import { parseShape } from "@/lib/http/route";
import { sameSitePath } from "@/lib/http/same-site-path";
import { queueMail } from "@/lib/mail/queue";

const network = async () => (await headers()).get("x-plenary-network") ?? "unknown";

const signInFields = z.strictObject({ email: emailShape, next: z.string().max(300).optional() });

export async function requestLink(_: FormState, form: FormData): Promise<FormState> {
  const values = textFields(form);
  try {
    const { email, next } = parseShape(signInFields, values);
    const ctx = publicContext();
    const request = { email, network: await network(), next: sameSitePath(next, "/desk"), baseUrl: env().baseUrl };
    await requestSignIn(ctx, request, (message) => queueMail(ctx.db, message, ctx.now, 1));
    return { done: true, values };
  } catch (error) {
    return { ...formProblem(error), values };
  }
}

const firstAdminFields = z.strictObject({ token: z.string().max(200), name: nameShape, email: emailShape });

export async function becomeAdmin(_: FormState, form: FormData): Promise<FormState> {
  const values = textFields(form);
  try {
    const fields = parseShape(firstAdminFields, values);
    await openSession(await makeFirstAdmin(publicContext(), { ...fields, network: await network() }));
  } catch (error) {
    return { ...formProblem(error), values };
  }
  redirect("/desk");
}

export async function signOut(): Promise<void> {
  await closeSession();
  redirect("/");
}

export async function signOutEverywhere(): Promise<void> {
  await endSessions(await deskContext());
  await closeSession();
  redirect("/sign-in");
}
