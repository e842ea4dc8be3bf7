import { type Client, connectForAnswers, type Database } from "@/db/client";
import { findCaller } from "@/lib/auth/session";
import type { Context, PersonContext } from "@/lib/context";
import { connectionFromEnv, env } from "@/lib/env";
import { SignedOut } from "@/lib/errors";
import { bounded } from "./bounded";
import { chosenForReading, replica } from "./read-copy";

/** One pool per process: Next bundles this module more than once. */
const shared = globalThis as typeof globalThis & { plenaryClient?: Client };

/** All that answers are made from: the database itself, and its replica where there is one. */
export function databases(): Database[] {
  const { databaseReadUrl } = env();
  return [database(), ...(databaseReadUrl ? [replica(databaseReadUrl)] : [])];
}

/** What an answer reads from: the replica where it was chosen for this one, else the database itself. */
export function database(): Database {
  const chosen = chosenForReading();
  if (chosen) return chosen;
  shared.plenaryClient ??= bounded(connectForAnswers(connectionFromEnv()));
  return shared.plenaryClient.db;
}

/** The world of a page or answer that is the same for everybody. */
export const publicContext = (): Context => ({ db: database(), caller: null, now: new Date() });

/** The world of a request in which somebody may be signed in. */
export async function requestContext(): Promise<Context> {
  const db = database();
  return { db, caller: await findCaller(db), now: new Date() };
}

/** The world of a request at the desk. Throws SignedOut where nobody is. */
export async function deskContext(): Promise<PersonContext> {
  const { db, caller, now } = await requestContext();
  if (!caller) throw new SignedOut("Your session has ended. Sign in again in a new tab, then send this once more.");
  return { db, caller, now };
}
