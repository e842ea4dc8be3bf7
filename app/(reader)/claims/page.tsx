import type { Metadata } from "next";
import { ReaderPage } from "@/components/layout/reader-page";
import { Day } from "@/components/ui/day";
import { Misunderstood } from "@/components/ui/misunderstood";
import { claimStatuses } from "@/db/vocabulary";
import { claimsHref, holds, readClaimFilters } from "@/lib/claims/filters";
import { type ClaimView, listClaims } from "@/lib/claims/queries";
import { publicContext } from "@/lib/http/context";
import { type PageQuery, readQuery } from "@/lib/http/query";

export const metadata: Metadata = {
  title: "Claims",
  description: "What was claimed about the withdrawal, what would count for and against it, and what is on record.",
  alternates: { canonical: "/claims" },
};

const stances = { supports: "For", contradicts: "Against", mixed: "Both ways" } as const;

export default async function ClaimsPage({ searchParams }: { searchParams: PageQuery }) {
  const { sources, claims } = await listClaims(publicContext());
  const areas = [...new Map(claims.flatMap((claim) => claim.areas.map((area) => [area.slug, area.name] as const)))];
  const { filters, errors } = readClaimFilters(
    await readQuery(searchParams),
    areas.map(([slug]) => slug),
  );
  const shown = claims.filter((claim) => holds(claim, filters));
  const count = (status: ClaimView["status"] | null) =>
    claims.filter((claim) => holds(claim, { ...filters, status })).length;
  const areaName = areas.find(([slug]) => slug === filters.area)?.[1];
  return (
    <ReaderPage>
      <Misunderstood errors={errors} />
      <h1>Claims, checked against the record</h1>
      <p className="text soft">
        Sentences that somebody wrote and that can be checked: what would count for and against each, and the published
        developments that do. A prediction stays open until its date, unless the evidence is already divided or clear.
      </p>
      {sources.map(({ title, publisher, url, note }) => (
        <p key={title} className="small soft text">
          From {url ? <a href={url}>{title}</a> : <cite>{title}</cite>}, {publisher}. {note}
        </p>
      ))}
      <nav className="presets" aria-label="Claims by status">
        <ul>
          {[null, ...claimStatuses]
            .filter((status) => status === filters.status || count(status) > 0)
            .map((status) => (
              <li key={status}>
                <a
                  className="word"
                  href={claimsHref({ ...filters, status })}
                  aria-current={status === filters.status ? "true" : undefined}
                >
                  {status ?? "all"} ({count(status)})
                </a>
              </li>
            ))}
        </ul>
      </nav>
      {areaName && (
        <p className="small">
          On {areaName}. <a href={claimsHref({ ...filters, area: null })}>All areas</a>
        </p>
      )}
      <h2 className="vh">
        {shown.length} of {claims.length} claims
      </h2>
      {shown.length === 0 && <p className="empty soft">No claim matches.</p>}
      <ol className="claims">
        {shown.map((claim) => (
          <Claim key={claim.slug} claim={claim} />
        ))}
      </ol>
    </ReaderPage>
  );
}

function Claim({ claim }: { claim: ClaimView }) {
  const { slug, text, kind, status, statusReason, test, dueOn, areas, evidence } = claim;
  return (
    <li id={slug}>
      <h3>{text}</h3>
      <p className="small">
        <b className={`claim-status ${status}`}>{status}</b> <span className="soft">{statusReason}</span>
      </p>
      {evidence.length > 0 && (
        <ul className="plain-list small evidence">
          {evidence.map((one) => (
            <li key={one.slug}>
              <b>{stances[one.stance]}:</b> <a href={`/developments/${one.slug}`}>{one.title}</a>{" "}
              <span className="soft">{one.note}</span>
            </li>
          ))}
        </ul>
      )}
      <dl className="rule-line">
        <dt>Test</dt>
        <dd>{test}</dd>
        <dt>Kind</dt>
        <dd>
          {kind}
          {dueOn && (
            <>
              , to be judged by <Day value={dueOn} />
            </>
          )}
          {areas.map((area) => (
            <span key={area.slug}>
              {" "}
              · <a href={claimsHref({ area: area.slug })}>{area.name}</a>
            </span>
          ))}
        </dd>
      </dl>
    </li>
  );
}
