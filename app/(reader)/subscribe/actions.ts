"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { emailShape } from "@/lib/auth/sign-in";
import { sayView } from "@/lib/digests/views";
import { keepsMails } from "@/lib/env";
import { type FormState, formProblem } from "@/lib/http/action";
import { publicContext } from "@/lib/http/context";
import { parseShape } from "@/lib/http/route";
import { chosenIn } from "@/lib/subscriptions/chosen";
import { confirmSubscription } from "@/lib/subscriptions/confirm";
import { keepFilter } from "@/lib/subscriptions/filter";
import { linkSigner } from "@/lib/subscriptions/links";
import { requestSubscription } from "@/lib/subscriptions/request";

const fields = z.strictObject({ email: emailShape, filter: z.string().max(2_000) });

/** Asks for the digest of a view. The answer is the same for every address. */
export async function ask(_: FormState, form: FormData): Promise<FormState> {
  const values: Record<string, string> = { email: String(form.get("email") ?? ""), filter: chosenIn(form) };
  try {
    const ctx = publicContext();
    values.view = await sayView(ctx.db, values.filter ?? "").catch(() => "");
    const { email, filter } = parseShape(fields, { email: values.email, filter: values.filter });
    const network = (await headers()).get("x-plenary-network") ?? "unknown";
    await requestSubscription(ctx, { email, network, filter: await keepFilter(ctx, filter), audienceSlug: null });
    return { done: true, values: { ...values, ...(keepsMails() && { kept: "outbox" }) } };
  } catch (error) {
    const { message, errors } = formProblem(error);
    // One field alone is wrong and says why: the same above it would be said twice.
    return { ...(!errors?.email && { message }), errors, values };
  }
}

/** The page of what is chosen in the form. The address is not part of any address of a page. */
export async function preview(form: FormData): Promise<void> {
  const filter = chosenIn(form);
  redirect(filter ? `/subscribe?${filter}` : "/subscribe");
}

export async function confirm(_: FormState, form: FormData): Promise<FormState> {
  const values = { token: String(form.get("token") ?? "") };
  // One view alone stands there without a box to tick.
  const chosen = form.has("choosing") ? form.getAll("view").map(String) : null;
  let token: string;
  try {
    const ctx = publicContext();
    const shape = z.strictObject({ token: z.string().max(100) });
    const subscriber = await confirmSubscription(ctx, parseShape(shape, values).token, chosen);
    token = (await linkSigner(ctx.db, ctx.now))(subscriber, "preferences");
  } catch (error) {
    return { ...formProblem(error), values };
  }
  redirect(`/subscriptions/${token}?confirmed=1`);
}
