import type { ReactNode } from "react";

/** More than fit beside each other on a phone. */
const fewColumns = 3;

/** A table that may be wider than the page: moved by keyboard too, and where it is cut words say so. */
export function Scroll({ label, columns, children }: { label: string; columns: number; children: ReactNode }) {
  return (
    <>
      {columns > fewColumns && <p className="scroll-words">{columns} columns: the table goes on to the right.</p>}
      <section className="scroll" tabIndex={0} aria-label={label}>
        {children}
      </section>
    </>
  );
}
