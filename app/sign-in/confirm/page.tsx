import type { Metadata } from "next";
import { ReaderPage } from "@/components/layout/reader-page";
import { type PageQuery, readQuery } from "@/lib/http/query";
import { sameSitePath } from "@/lib/http/same-site-path";

export const metadata: Metadata = { title: "Sign in", robots: { index: false }, referrer: "no-referrer" };

/** Where a mailed link leads: only the button uses it up, so that nothing that merely opens links signs in. */
export default async function ConfirmPage({ searchParams }: { searchParams: PageQuery }) {
  const query = await readQuery(searchParams);
  const email = query.get("email") ?? "";
  const target = new URLSearchParams({
    email,
    token: query.get("token") ?? "",
    callbackUrl: sameSitePath(query.get("next"), "/desk"),
  });
  return (
    <ReaderPage>
      <div className="narrow">
        <h1>Sign in to Plenary</h1>
        <p className="soft">You are about to sign in as {email || "nobody: the link is not complete"}.</p>
        <form className="stack" method="post" action={`/api/auth/callback/email?${target}`}>
          <button className="btn" type="submit">
            Sign in
          </button>
        </form>
        <p className="small faint">You did not ask for this? Close the page; nothing happens without the button.</p>
      </div>
    </ReaderPage>
  );
}
