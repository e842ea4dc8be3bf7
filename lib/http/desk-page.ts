import { notFound, redirect } from "next/navigation";
import type { PersonContext } from "@/lib/context";
import { Forbidden, NotFound } from "@/lib/errors";
import { requestContext } from "./context";

/** The world of a page at the desk; whoever is not signed in goes to sign in and comes back. */
export async function deskPage(path: string): Promise<PersonContext> {
  const { db, caller, now } = await requestContext();
  if (!caller) redirect(`/sign-in?${new URLSearchParams({ next: path })}`);
  return { db, caller, now };
}

/** Reads for a page; what is missing or not for this caller looks alike. */
export async function orNotFound<Value>(reading: Promise<Value>): Promise<Value> {
  return reading.catch((error) => {
    if (error instanceof NotFound || error instanceof Forbidden) notFound();
    throw error;
  });
}
