import type { ReactNode } from "react";

/** The single keys that work on a page, and a way to turn them all off: speech input types letters too. */
export function KeysSwitch({ children }: { children: ReactNode }) {
  return (
    <p className="small faint keys">
      <span className="keys-list">{children}</span>{" "}
      <button className="link-btn js-only" type="button" data-toggle-keys="">
        <span className="when-keys">Turn single keys off</span>
        <span className="when-no-keys">Turn single keys on</span>
      </button>
    </p>
  );
}
