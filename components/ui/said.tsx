"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { broughtIntoView } from "./form";

/** What came of a change whose button may be gone: read out, and where the keyboard goes on. */
export function Said({ children }: { children: ReactNode }) {
  const said = useRef<HTMLParagraphElement>(null);
  // After each change anew, also where the words are the same.
  useEffect(() => said.current?.focus());
  return (
    <p className="msg ok" role="status" tabIndex={-1} ref={said} {...broughtIntoView}>
      {children}
    </p>
  );
}
