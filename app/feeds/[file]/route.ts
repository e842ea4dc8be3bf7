import { issueFeed } from "@/lib/digests/feed";
import { env } from "@/lib/env";
import { NotFound } from "@/lib/errors";
import { publicContext } from "@/lib/http/context";
import { problemResponse } from "@/lib/http/route";

const types: Record<string, string> = {
  "digests.atom": "application/atom+xml; charset=utf-8",
  "digests.json": "application/feed+json; charset=utf-8",
};

export async function GET(_: Request, { params }: { params: Promise<{ file: string }> }) {
  try {
    const { file } = await params;
    const type = Object.hasOwn(types, file) ? types[file] : undefined;
    if (!type) throw new NotFound("There are two feeds: digests.atom and digests.json.");
    const feed = await issueFeed(publicContext().db, { baseUrl: env().baseUrl });
    return new Response(file === "digests.atom" ? feed.atom1() : feed.json1(), { headers: { "Content-Type": type } });
  } catch (error) {
    return problemResponse(error);
  }
}
