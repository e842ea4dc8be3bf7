"use client";

import { useState } from "react";

/** Copies a text; without script, or where copying is not allowed, it can be marked by hand. */
export function Copy({ text, what }: { text: string; what: string }) {
  const [said, setSaid] = useState("");
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setSaid("Copied."),
      () => setSaid("Your browser does not allow copying: mark the text by hand."),
    );
  return (
    <p className="js-only copy">
      <button className="btn quiet mini" type="button" onClick={copy} aria-label={`Copy: ${what}`}>
        Copy
      </button>{" "}
      <span className="small soft" role="status">
        {said}
      </span>
    </p>
  );
}
