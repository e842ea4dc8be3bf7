import { Menu, SunMoon } from "lucide-react";
import type { ReactNode } from "react";
import { Brand } from "./brand";

export type NavLink = { href: string; label: string };

/** The head of every page: the links once in a row, once under Menu where the row does not fit. */
export function Masthead(props: {
  label: string;
  links: readonly NavLink[];
  current?: string;
  className: "mast" | "deskbar";
  children?: ReactNode;
  menuEnd?: ReactNode;
}) {
  const { label, links, current, className, children, menuEnd } = props;
  const items = links.map(({ href, label }) => (
    <li key={href}>
      <a href={href} aria-current={href === current ? "page" : undefined}>
        {label}
      </a>
    </li>
  ));
  return (
    <header className={className}>
      <div className="wrap mast-in">
        <Brand />
        <nav className="nav" aria-label={label}>
          <ul>{items}</ul>
        </nav>
        <div className="mast-end">
          {children}
          <button className="icon-btn js-only" type="button" data-toggle-theme="" aria-label="Light or dark">
            <SunMoon className="i" aria-hidden="true" />
          </button>
          <details className="menu">
            <summary>
              <Menu className="i" aria-hidden="true" /> Menu
            </summary>
            <nav aria-label={`${label}, as a menu`}>
              <ul>
                {items}
                {menuEnd}
              </ul>
            </nav>
          </details>
        </div>
      </div>
    </header>
  );
}
