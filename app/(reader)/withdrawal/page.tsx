import type { Metadata } from "next";
import { ReaderPage } from "@/components/layout/reader-page";
import { publicContext } from "@/lib/http/context";
import { type PageQuery, readQuery } from "@/lib/http/query";
import { getWithdrawalList, type WithdrawalEntry } from "@/lib/withdrawal/queries";

export const metadata: Metadata = {
  title: "The 66",
  description:
    "The 66 bodies of the memorandum of 7 January 2026, exactly as named, and which of them do internet work.",
  alternates: { canonical: "/withdrawal" },
};

const views = { all: "All 66", internet: "Internet-related", notified: "Formal notice found" } as const;
type View = keyof typeof views;

const holds: Record<View, (entry: WithdrawalEntry) => boolean> = {
  all: () => true,
  internet: (entry) => entry.internetRelated,
  notified: (entry) => entry.notified === true,
};

export default async function WithdrawalPage({ searchParams }: { searchParams: PageQuery }) {
  const list = await getWithdrawalList(publicContext());
  const asked = (await readQuery(searchParams)).get("view") ?? "all";
  const view: View = Object.hasOwn(views, asked) ? (asked as View) : "all";
  const shown = list.entries.filter(holds[view]);
  const relation = (word: WithdrawalEntry["relation"]) =>
    list.entries.filter((entry) => entry.relation === word).length;
  return (
    <ReaderPage current="/withdrawal">
      {asked !== view && <p className="msg notice">There is no view “{asked.slice(0, 40)}”. All entries are shown.</p>}
      <div className="cols-2">
        <div>
          <h1>The 66, exactly as named</h1>
          <p className="text soft">
            The Presidential Memorandum of 7 January 2026 names {list.entries.length} bodies:{" "}
            {list.entries.filter((entry) => entry.group === "non-un").length} outside and{" "}
            {list.entries.filter((entry) => entry.group === "un").length} inside the United Nations. No naming,
            numbering or standards body is among them.
          </p>
          <p className="small">
            <a href={list.sourceUrl} rel="nofollow">
              The text of the memorandum
            </a>{" "}
            · <a href={`/developments/${list.developmentSlug}`}>on record</a>
          </p>
          <p className="controls">
            <span className="seg">
              {(Object.keys(views) as View[]).map((key) => (
                <a
                  key={key}
                  href={key === "all" ? "/withdrawal" : `/withdrawal?view=${key}`}
                  aria-current={key === view ? "true" : undefined}
                >
                  {views[key]}
                  {key !== "all" && ` (${list.entries.filter(holds[key]).length})`}
                </a>
              ))}
            </span>
          </p>
        </div>
        <aside aria-label="The list at a glance">
          <div
            className="squares"
            role="img"
            aria-label={`${relation("direct")} directly internet-related, ${relation("indirect")} indirectly, ${relation("none")} not`}
          >
            {[...list.entries]
              .sort((a, b) => a.relation.localeCompare(b.relation))
              .map((entry) => (
                <i key={entry.name} className={{ direct: "d", indirect: "n", none: "" }[entry.relation] || undefined} />
              ))}
          </div>
          <p className="small legend-list">
            <span className="key">
              <i className="k-direct" />
              direct: the internet or cybersecurity is its mandate ({relation("direct")})
            </span>
            <span className="key">
              <i className="k-plausible" />
              indirect: part of a wider mandate ({relation("indirect")})
            </span>
            <span className="key">
              <i className="ctx" />
              other work ({relation("none")})
            </span>
          </p>
        </aside>
      </div>
      <dl className="rule-line">
        <dt>Rule</dt>
        <dd>{list.inclusionRule}</dd>
      </dl>
      {(["non-un", "un"] as const).map((group) => (
        <Section
          key={group}
          group={group}
          entries={shown.filter((entry) => entry.group === group)}
          all={list.entries}
        />
      ))}
      {shown.length === 0 && <p className="empty soft">No entry matches.</p>}
    </ReaderPage>
  );
}

function Section(props: { group: WithdrawalEntry["group"]; entries: WithdrawalEntry[]; all: WithdrawalEntry[] }) {
  const { group, entries, all } = props;
  if (entries.length === 0) return null;
  const section = all.find((entry) => entry.group === group)?.section;
  const total = all.filter((entry) => entry.group === group).length;
  return (
    <section className="section">
      <div className="sec-head">
        <h2>
          Section {section}: {total} {group === "un" ? "UN entities" : "non-UN organisations"}
        </h2>
        <span className="small soft">
          {entries.length === total
            ? `${entries.filter((entry) => entry.internetRelated).length} internet-related`
            : `${entries.length} shown`}
        </span>
      </div>
      <ol className="sixty">
        {entries.map((entry) => (
          <li key={entry.position} className={entry.internetRelated ? "on" : undefined} value={entry.position}>
            <span>{entry.position}</span>
            <Entry entry={entry} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Entry({ entry }: { entry: WithdrawalEntry }) {
  const name = entry.body ? <a href={`/bodies/${entry.body.slug}`}>{entry.name}</a> : entry.name;
  if (!entry.internetRelated) return <span>{name}</span>;
  return (
    <span>
      <strong>{name}</strong>
      <small>
        <b>{entry.relation === "direct" ? "Direct." : "Indirect."}</b> {entry.reason}{" "}
        <span className="faint">
          {entry.notified === true && "A formal notice was found."}
          {entry.notified === false && "No formal notice was found."}
        </span>
      </small>
    </span>
  );
}
