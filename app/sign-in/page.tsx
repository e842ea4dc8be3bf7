import type { Metadata } from "next";
import { ReaderPage } from "@/components/layout/reader-page";
import { LinkForm } from "@/components/sign-in/forms";
import { outsideProviders } from "@/lib/auth/config";
import { keepsMails } from "@/lib/env";
import { type PageQuery, readQuery } from "@/lib/http/query";
import { sameSitePath } from "@/lib/http/same-site-path";
import { requestLink } from "./actions";

export const metadata: Metadata = { title: "Sign in", robots: { index: false } };

const failures: Record<string, string> = {
  Verification: "This link was used already or is too old. Ask for a new one.",
  AccessDenied: "This account may not sign in here. An admin adds people by their e-mail address.",
};

export default async function SignInPage({ searchParams }: { searchParams: PageQuery }) {
  const query = await readQuery(searchParams);
  const error = query.get("error");
  const next = sameSitePath(query.get("next") ?? query.get("callbackUrl"), "/desk");
  const providers = outsideProviders();
  return (
    <ReaderPage>
      <div className="narrow">
        <h1>Sign in to the desk</h1>
        <p className="soft">For editors. Reading needs no account.</p>
        {error && (
          <p className="msg err" role="alert">
            {(Object.hasOwn(failures, error) && failures[error]) ||
              "Signing in did not work. Try again, or ask for a link by e-mail."}
          </p>
        )}
        <LinkForm action={requestLink} next={next} mailed={!keepsMails()} />
        {providers.length > 0 && (
          <>
            <p className="or">
              <span>or</span>
            </p>
            <div className="stack">
              {providers.map(({ id, name }) => (
                <OutsideButton key={id} id={id} name={name} next={next} />
              ))}
            </div>
          </>
        )}
        <p className="small faint">No account yet? An admin of this site adds editors.</p>
      </div>
    </ReaderPage>
  );
}

/** next-auth begins an outside sign-in with its own page, which carries its token against forgery. */
function OutsideButton({ id, name, next }: { id: string; name: string; next: string }) {
  return (
    <a className="btn quiet" href={`/sign-in/with/${id}?${new URLSearchParams({ next })}`}>
      Continue with {name}
    </a>
  );
}
