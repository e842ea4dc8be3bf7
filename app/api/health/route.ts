import { sql } from "drizzle-orm";
import { database } from "@/lib/http/context";
import { problemResponse } from "@/lib/http/route";

export const dynamic = "force-dynamic";

/** Whether this process can reach the record. */
export async function GET() {
  try {
    const [row] = await database().execute<{ version: string }>(sql`select version from data_versions`);
    return Response.json({ status: "ok", version: Number(row?.version) }, { headers: { "Cache-Control": "no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
