import type { Metadata } from "next";
import { ReaderPage } from "@/components/layout/reader-page";
import { FirstAdminForm } from "@/components/sign-in/forms";
import { firstAdminLinkHolds } from "@/lib/auth/sign-in";
import { publicContext } from "@/lib/http/context";
import { type PageQuery, readQuery } from "@/lib/http/query";
import { becomeAdmin } from "../actions";

export const metadata: Metadata = { title: "The first admin", robots: { index: false }, referrer: "no-referrer" };

export default async function FirstAdminPage({ searchParams }: { searchParams: PageQuery }) {
  const token = (await readQuery(searchParams)).get("token") ?? "";
  const holds = await firstAdminLinkHolds(publicContext(), token);
  return (
    <ReaderPage>
      <div className="narrow">
        <h1>The first admin</h1>
        {holds ? (
          <>
            <p className="soft">An admin adds people, and writes and reviews like an editor. This link works once.</p>
            <FirstAdminForm action={becomeAdmin} token={token} />
          </>
        ) : (
          <p className="msg">
            This link was used already, is too old, or there is an admin. While there is none, the program prints a new
            link at every start. <a href="/sign-in">Sign in</a>
          </p>
        )}
      </div>
    </ReaderPage>
  );
}
