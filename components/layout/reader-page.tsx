import { Search } from "lucide-react";
import type { ReactNode } from "react";
import { Masthead } from "./masthead";

const links = [
  { href: "/timeline", label: "Timeline" },
  { href: "/impact", label: "Impact" },
  { href: "/bodies", label: "Bodies" },
  { href: "/withdrawal", label: "The 66" },
  { href: "/digests", label: "Digests" },
  { href: "/about", label: "About" },
];

/** What every reader's page has around it. */
export function ReaderPage({ current, children }: { current?: string; children: ReactNode }) {
  return (
    <>
      <a className="skip" href="#main">
        Skip to the text
      </a>
      <Masthead
        label="Main"
        links={links}
        current={current}
        className="mast"
        menuEnd={
          <li>
            <a href="/subscribe">Subscribe</a>
          </li>
        }
      >
        <a className="icon-btn" href="/timeline#q" aria-label="Search the record">
          <Search className="i" aria-hidden="true" />
        </a>
        <a className="btn quiet wide" href="/subscribe">
          Subscribe
        </a>
      </Masthead>
      <main id="main" className="wrap" tabIndex={-1}>
        {children}
      </main>
      <footer className="foot">
        <div className="wrap foot-in">
          <p>
            Facts gathered from public sources; each record carries its addresses. Little was collected after August
            2026.
            <br />
            Directions are opinions with a name; numbers before and after 7 January 2026 must not be compared.
          </p>
          <ul>
            <li>
              <a href="/subscribe">Weekly letter</a>
            </li>
            <li>
              <a href="/feeds/digests.atom">Feed of letters</a>
            </li>
            <li>
              <a href="/data">Data</a>
            </li>
            <li>
              <a href="/claims">Claims</a>
            </li>
            <li>
              <a href="/about#compare">What must not be compared</a>
            </li>
            <li>
              <a href="/desk">Desk</a>
            </li>
          </ul>
        </div>
      </footer>
    </>
  );
}
