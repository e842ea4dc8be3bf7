"use client";

/** What a reader sees where a page could not be made. */
export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  return (
    <main id="main" className="wrap">
      <h1>This page could not be made</h1>
      <p className="text soft">
        The fault is ours, not yours, and is in the log of this site. Nothing was lost. Try again in a moment, or go to{" "}
        <a href="/">the first page</a>.
      </p>
      <p className="pager">
        <button className="btn" type="button" onClick={reset}>
          Try again
        </button>
      </p>
    </main>
  );
}
