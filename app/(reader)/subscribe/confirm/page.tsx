import type { Metadata } from "next";
import { ReaderPage } from "@/components/layout/reader-page";
import { ConfirmForm } from "@/components/subscriptions/forms";
import { sayView } from "@/lib/digests/views";
import { publicContext } from "@/lib/http/context";
import { type PageQuery, readQuery } from "@/lib/http/query";
import { maskEmail } from "@/lib/subscriptions/preferences";
import { findConfirmation } from "@/lib/subscriptions/request";
import { confirm } from "../actions";

export const metadata: Metadata = { title: "Confirm", robots: { index: false }, referrer: "same-origin" };

/** Looking at it changes nothing: programs open links, people press buttons. */
export default async function ConfirmPage({ searchParams }: { searchParams: PageQuery }) {
  const ctx = publicContext();
  const token = (await readQuery(searchParams)).get("token") ?? "";
  const found = token ? await findConfirmation(ctx, token) : null;
  const views = await Promise.all(
    (found?.wanted ?? []).map(async ({ filter }) => ({ filter, name: await sayView(ctx.db, filter) })),
  );
  return (
    <ReaderPage>
      <div className="narrow">
        <h1>Confirm the letter</h1>
        {found ? (
          <>
            <p className="soft">
              The weekly digest will go to <b>{maskEmail(found.email)}</b>:
            </p>
            <ConfirmForm action={confirm} token={token} views={views} />
          </>
        ) : (
          <p className="msg ok" role="status">
            This link has been used or is older than 48 hours. <a href="/subscribe">Subscribe again</a> to get a new
            one.
          </p>
        )}
      </div>
    </ReaderPage>
  );
}
