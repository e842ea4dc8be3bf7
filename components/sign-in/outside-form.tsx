"use client";

import { useEffect, useState } from "react";

/** next-auth takes the start of an outside sign-in only with the token it gave to this browser. */
export function OutsideForm({ provider, name, next }: { provider: string; name: string; next: string }) {
  const [token, setToken] = useState<string | null>(null);
  useEffect(() => {
    fetch("/api/auth/csrf")
      .then((answer) => answer.json())
      .then(({ csrfToken }) => setToken(csrfToken))
      .catch(() => setToken(""));
  }, []);
  return (
    <form className="stack" method="post" action={`/api/auth/signin/${provider}`}>
      <input type="hidden" name="csrfToken" value={token ?? ""} />
      <input type="hidden" name="callbackUrl" value={next} />
      <button className="btn" type="submit" aria-disabled={!token}>
        Continue with {name}
      </button>
      <noscript>
        <p className="small">This way needs script. A link by e-mail does not.</p>
      </noscript>
    </form>
  );
}
