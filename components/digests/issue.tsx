import { StepWord } from "@/components/developments/glyphs";
import { Day } from "@/components/ui/day";
import { dayIn, sayDay, shortenDay } from "@/lib/days";
import type { IssueView } from "@/lib/digests/archive";
import { type AreaTable, columnsOf, tableOf } from "@/lib/digests/area-table";
import { sayAsSent, whatBecame } from "@/lib/digests/correction-words";
import type { CorrectionView } from "@/lib/digests/corrections";
import { quote, sayBrought } from "@/lib/digests/headline";
import {
  groupByBody,
  paragraphsOf,
  publisherOf,
  sayAhead,
  sayCoverage,
  sayQuiet,
  sayScored,
  sayWhat,
  splitAhead,
} from "@/lib/digests/letter";
import { sayWeek, sayWeekDays } from "@/lib/weeks";

/** An issue as it was frozen, with what was corrected since beside what it corrects. */
export function Issue({ issue }: { issue: IssueView }) {
  const { week, introduction, contents, corrected, entries, frozenAt, timeZone } = issue;
  const table = tableOf(entries);
  const counts = { entries: entries.length, corrections: corrected.length, elsewhere: 0 };
  return (
    <article className="issue">
      <h1>
        {sayWeek(week)}: {sayBrought({ ...counts, checked: contents.coverage.checked })}
      </h1>
      <p className="text soft">
        {sayWeekDays(week)} ({timeZone}). Fixed as it stood when the week closed; made on{" "}
        {sayDay(dayIn(timeZone, frozenAt))}.{" "}
        {entries.length + corrected.length === 0 && sayQuiet(week, contents.coverage)}
      </p>
      {paragraphsOf(introduction).map((one) => (
        <p key={one} className="text" dir="auto">
          {one}
        </p>
      ))}
      {corrected.length > 0 && (
        <section className="section">
          <h2>Corrected</h2>
          <p className="small soft">
            Of what stood in earlier issues. It opens the letters of those whom it had been sent to.
          </p>
          {corrected.map((correction) => (
            <div key={correction.slug} className="issue-entry" id={correction.slug}>
              <h3 dir="auto">
                <a href={`/developments/${correction.slug}`}>{correction.title}</a>
              </h3>
              <Changed correction={correction} />
            </div>
          ))}
        </section>
      )}
      {groupByBody(entries).map((group) => (
        <section key={group.name} className="section">
          <h2 dir="auto">{group.name}</h2>
          {group.entries.map((entry) => (
            <Entry key={entry.slug} entry={entry} />
          ))}
        </section>
      ))}
      {table.length > 0 && <ByArea table={table} />}
      {splitAhead(week, contents.ahead).map(({ title, dates }) => (
        <section key={title} className="section">
          <h2>{title}</h2>
          <ul className="agenda">
            {dates.map((ahead) => (
              <li key={`${ahead.date} ${ahead.title}`}>
                <time dateTime={shortenDay(ahead.date, ahead.datePrecision)}>{sayAhead(ahead)}</time>
                <p>
                  {ahead.url ? <a href={ahead.url}>{ahead.title}</a> : ahead.title}
                  {!ahead.url && <small>no source yet</small>}
                </p>
              </li>
            ))}
          </ul>
        </section>
      ))}
      <section className="section">
        <h2>What was checked</h2>
        <p className="text soft">{sayCoverage(contents.coverage)}</p>
      </section>
    </article>
  );
}

function ByArea({ table }: { table: AreaTable }) {
  const columns = columnsOf(table);
  return (
    <section className="section">
      <h2>By area</h2>
      <table className="by-area">
        <caption className="small soft">
          Developments of this issue by impact area and direction. One may stand under several areas.
        </caption>
        <thead>
          <tr>
            <th scope="col">Area</th>
            {columns.map(({ word, title }) => (
              <th key={word} scope="col" className="r">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.map((row) => (
            <tr key={row.area}>
              <th scope="row">{row.area}</th>
              {columns.map(({ word }) => (
                <td key={word} className={row[word] === 0 ? "r z" : "r"}>
                  {row[word]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Entry({ entry }: { entry: IssueView["entries"][number] }) {
  const { slug, title, lead, decidedOn, datePrecision, areas, source, sources, corrections } = entry;
  return (
    <div className="issue-entry" id={slug}>
      <h3 dir="auto">
        <a href={`/developments/${slug}`}>{title}</a>
      </h3>
      <p className="small soft">
        <Day value={decidedOn} precision={datePrecision} /> · {sayWhat(entry)}
      </p>
      {lead && (
        <p className="lead" dir="auto">
          {lead}
        </p>
      )}
      {areas.length > 0 && (
        <ul className="areas small soft">
          {areas.map((area) => (
            <li key={area.slug}>
              <StepWord step={area.direction} word={`${area.name}: ${sayScored(area)}`} />
            </li>
          ))}
        </ul>
      )}
      <p className="small soft">
        Source: {publisherOf(source)}
        <a href={source.url} dir="auto">
          {source.title || source.url}
        </a>
        {sources > 1 && ` and ${sources - 1} more`}
      </p>
      {corrections.map((correction) => (
        <div key={correction.decidedAt.toISOString()} className="msg notice correction">
          <Changed correction={correction} />
          {correction.material && <p className="small soft">Whose letter held it is told of this in the next one.</p>}
        </div>
      ))}
    </div>
  );
}

function Changed({ correction }: { correction: CorrectionView }) {
  const { reasons, changes, decidedAt } = correction;
  return (
    <>
      <p>
        <b>{whatBecame(correction)}</b> on {sayDay(decidedAt.toISOString().slice(0, 10))}:{" "}
        {reasons.map((reason) => (
          <span key={reason} dir="auto">
            {reason}{" "}
          </span>
        ))}
        {sayAsSent(correction)}
      </p>
      <ul className="plain-list small">
        {changes.map(({ label, before, after }) => (
          <li key={label}>
            {label}: before <span dir="auto">{quote(before)}</span>, now <span dir="auto">{quote(after)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
