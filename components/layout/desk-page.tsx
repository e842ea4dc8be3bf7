import type { ReactNode } from "react";
import { can } from "@/lib/auth/access";
import type { Person } from "@/lib/context";
import { sayPersonRole } from "@/lib/labels";
import { Masthead } from "./masthead";

/** What every page of the desk has around it; links a role cannot use are left out. */
export function DeskPage(props: {
  caller: Person;
  current?: string;
  signOut: () => Promise<void>;
  children: ReactNode;
}) {
  const { caller, current, signOut, children } = props;
  const links = [
    { href: "/desk", label: "Desk" },
    { href: "/desk/developments/new", label: "New" },
    { href: "/desk/reviews", label: "Reviews" },
    ...(can(caller, "scores.give") ? [{ href: "/desk/scores", label: "Scores" }] : []),
    { href: "/desk/inbox", label: "Inbox" },
    ...(can(caller, "digests.introduce") ? [{ href: "/desk/digests", label: "Digests" }] : []),
    ...(can(caller, "people.manage") ? [{ href: "/desk/people", label: "People" }] : []),
    ...(can(caller, "areas.manage") ? [{ href: "/desk/areas", label: "Areas" }] : []),
    ...(can(caller, "audit.read") ? [{ href: "/desk/audit", label: "Audit" }] : []),
    ...(can(caller, "outbox.read") ? [{ href: "/desk/outbox", label: "Outbox" }] : []),
  ];
  const out = (
    <form action={signOut}>
      <button className="btn quiet mini" type="submit">
        Sign out
      </button>
    </form>
  );
  return (
    <div className="desk">
      <a className="skip" href="#main">
        Skip to the text
      </a>
      <Masthead
        label="Desk"
        links={links}
        current={current}
        className="deskbar"
        menuEnd={
          <li>
            <form action={signOut}>
              <button type="submit">Sign out</button>
            </form>
          </li>
        }
      >
        <span className="small soft wide">
          {caller.name}, {sayPersonRole(caller.role).toLowerCase()}
        </span>
        <span className="wide">{out}</span>
      </Masthead>
      <main id="main" className="wrap" tabIndex={-1}>
        {children}
      </main>
      <footer className="foot">
        <div className="wrap foot-in">
          <p>A development written here is seen by people of the desk only, until a second person approves it.</p>
          <ul>
            <li>
              <a href="/">The public record</a>
            </li>
          </ul>
        </div>
      </footer>
    </div>
  );
}
