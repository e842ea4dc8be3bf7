"use client";

import { type FormEvent, useState } from "react";

/**
 * next-auth takes the start of an outside sign-in only with the token it gave to this browser, and answers where to go.
 * Asked for by script: a form may not lead to another site (the page's policy forbids it, redirects included).
 */
export function OutsideForm({ provider, name, next }: { provider: string; name: string; next: string }) {
  const [failed, setFailed] = useState(false);
  const [busy, setBusy] = useState(false);
  const go = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailed(false);
    const address = await startOutside(provider, next).catch(() => null);
    if (address) location.assign(address);
    else {
      setFailed(true);
      setBusy(false);
    }
  };
  return (
    <form className="stack" onSubmit={go}>
      {failed && (
        <p className="msg err" role="alert">
          {name} could not be reached. Try again, or ask for a link by e-mail.
        </p>
      )}
      <button className="btn" type="submit" aria-busy={busy}>
        Continue with {name}
      </button>
      <noscript>
        <p className="small">This way needs script. A link by e-mail does not.</p>
      </noscript>
    </form>
  );
}

async function startOutside(provider: string, callbackUrl: string): Promise<string | null> {
  const { csrfToken } = await (await fetch("/api/auth/csrf")).json();
  const answer = await fetch(`/api/auth/signin/${provider}`, {
    method: "POST",
    body: new URLSearchParams({ csrfToken, callbackUrl, json: "true" }),
  });
  const { url } = await answer.json();
  // Where it cannot begin, next-auth names its own sign-in page.
  return typeof url === "string" && new URL(url, location.href).origin !== location.origin ? url : null;
}
