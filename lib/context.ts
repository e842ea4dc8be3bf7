import type { Database } from "@/db/client";
import type { PersonRole } from "@/db/vocabulary";

export type Person = { id: string; name: string; email: string; role: PersonRole };

/** Whoever makes a request: a signed-in person, or anybody (null). */
export type Caller = Person | null;

/** The world, handed in: a page, a command and a test each bring their own. */
export type Context = { db: Database; caller: Caller; now: Date };

/** A context in which somebody is signed in. */
export type PersonContext = Context & { caller: Person };

/** Whoever reads: a scorer sees less (lib/scores/visible.ts), nobody named what everybody does. */
export type Reader = Pick<Context, "db"> & Partial<Pick<Context, "caller">>;
