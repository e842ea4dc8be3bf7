import type { Metadata } from "next";
import { ReaderPage } from "@/components/layout/reader-page";
import { publicContext } from "@/lib/http/context";
import { orNotFound } from "@/lib/http/desk-page";
import { linkSigner, readLink } from "@/lib/subscriptions/links";
import { getPreferences } from "@/lib/subscriptions/preferences";

export const metadata: Metadata = { title: "Leave", robots: { index: false }, referrer: "same-origin" };

/** Looking at it changes nothing; the button sends what a mail program would send (RFC 8058). */
export default async function LeavePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const ctx = publicContext();
  const subscriber = await orNotFound(readLink(ctx.db, token, "leave"));
  const { maskedEmail, left } = await getPreferences(ctx, subscriber);
  const preferences = `/subscriptions/${(await linkSigner(ctx.db, ctx.now))(subscriber, "preferences")}`;
  return (
    <ReaderPage>
      <div className="narrow">
        <h1>{left ? "You get no more letters" : "Leave the letter"}</h1>
        {left ? (
          <p className="soft" role="status">
            {maskedEmail ?? "Your address"} is off the list. <a href={preferences}>Come back, or erase the address</a>
          </p>
        ) : (
          <>
            <p className="soft">Press the button, and no more letters go to {maskedEmail}.</p>
            <form method="post" action={`/subscriptions/${token}/leave`} className="stack">
              <input type="hidden" name="List-Unsubscribe" value="One-Click" />
              <div>
                <button className="btn" type="submit">
                  Leave
                </button>
              </div>
            </form>
            <p className="small soft">
              <a href={preferences}>Pause, or fewer letters instead</a>
            </p>
          </>
        )}
      </div>
    </ReaderPage>
  );
}
