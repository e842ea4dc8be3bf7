import { sql } from "drizzle-orm";
import { bodies } from "@/db/schema";

/** What a body is called where there is little room. */
export const shortBodyName = sql<string>`coalesce(${bodies.shortName}, ${bodies.acronym}, ${bodies.name})`;
