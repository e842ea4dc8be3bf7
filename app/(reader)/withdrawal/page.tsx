import type { Metadata } from "next";
import { ReaderPage } from "@/components/layout/reader-page";
import { Misunderstood } from "@/components/ui/misunderstood";
import { publicContext } from "@/lib/http/context";
import { type PageQuery, readQuery } from "@/lib/http/query";
import { holds, readWithdrawalFilters, type WithdrawalFilters, withdrawalHref } from "@/lib/withdrawal/filters";
import { getWithdrawalList, type WithdrawalEntry } from "@/lib/withdrawal/queries";

export const metadata: Metadata = {
  title: "The 66",
  description:
    "The 66 bodies of the memorandum of 7 January 2026, exactly as named, and which of them do internet work.",
  alternates: { canonical: "/withdrawal" },
};

const views = { all: "All 66", internet: "Internet-related", notified: "Formal notice found" } as const;
const everybody: WithdrawalFilters = { view: "all", group: null, relation: null, notice: null };

const chosenWords = {
  group: { un: "inside the United Nations", "non-un": "outside the United Nations" },
  relation: { direct: "direct relation to the internet", indirect: "indirect relation", none: "no internet work" },
  notice: { found: "formal notice found", "not-found": "no formal notice found", "not-followed": "not followed here" },
} as const;

export default async function WithdrawalPage({ searchParams }: { searchParams: PageQuery }) {
  const list = await getWithdrawalList(publicContext());
  const { filters, errors } = readWithdrawalFilters(await readQuery(searchParams));
  const shown = list.entries.filter((entry) => holds(entry, filters));
  const chosen = (["group", "relation", "notice"] as const).filter((word) => filters[word] !== null);
  const relation = (word: WithdrawalEntry["relation"]) =>
    list.entries.filter((entry) => entry.relation === word).length;
  return (
    <ReaderPage current="/withdrawal">
      <Misunderstood errors={errors} />
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
              {(Object.keys(views) as (keyof typeof views)[]).map((view) => (
                <a
                  key={view}
                  href={withdrawalHref({ view })}
                  aria-current={view === filters.view && chosen.length === 0 ? "true" : undefined}
                >
                  {views[view]}
                  {view !== "all" &&
                    ` (${list.entries.filter((entry) => holds(entry, { ...everybody, view })).length})`}
                </a>
              ))}
            </span>
          </p>
          {shown.length < list.entries.length && (
            <h2>
              {shown.length} of {list.entries.length} entries
              {chosen.length > 0 && `: ${chosen.map((word) => sayChosen(word, filters)).join(", ")}`}
            </h2>
          )}
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

const sayChosen = (word: keyof typeof chosenWords, filters: WithdrawalFilters) =>
  (chosenWords[word] as Record<string, string>)[filters[word] ?? ""];

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
