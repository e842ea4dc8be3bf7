import { Found } from "@/components/ui/found";
import { shortenDay } from "@/lib/days";
import type { DevelopmentRow, ImpactView } from "@/lib/developments/views";
import { roundMedian, sayStatus } from "@/lib/labels";
import { isSplit } from "@/lib/scores/summary";
import { BodyBadge, Direction } from "./glyphs";

/** One development in a list: when and who in the gutter, what beside it. */
export function Entry(props: { row: DevelopmentRow; level?: 2 | 3; asof?: string | null }) {
  const { row, level = 3, asof } = props;
  const Heading = level === 2 ? "h2" : "h3";
  const hidden = row.impacts.flatMap((impact) => (impact.hidden ? [impact.area.name] : []));
  return (
    <article className="dev">
      <div className="who">
        <EntryDay row={row} />
        <BodyBadge body={row.body} />
        <p className="src">
          {sayStatus(row.status)},{" "}
          <span>
            {row.sourceCount} {row.sourceCount === 1 ? "source" : "sources"}
            {row.primarySourceCount === 0 && ", secondary"}
          </span>
        </p>
      </div>
      <div>
        <Heading className="dev-t">
          <a href={`/developments/${row.slug}${asof ? `?asof=${asof}` : ""}`} dir="auto">
            {row.found ? <Found text={row.found.title} /> : row.title}
          </a>
        </Heading>
        <p className="dev-sum" dir="auto">
          {row.found ? <Found text={row.found.extract} /> : row.lead}
        </p>
        <p className="dev-dirs">
          {byDirection(row.impacts.filter((impact) => !impact.hidden)).map(({ median, split, names }) => (
            <span key={`${median} ${split}`} className={median === null ? "faint" : undefined}>
              <Direction median={median} />
              {split && ", scorers disagree"}: {names.join(", ")}
            </span>
          ))}
          {hidden.length > 0 && (
            <span className="faint">
              <a href={`/desk/scores/${row.id}`}>hidden until you score</a>: {hidden.join(", ")}
            </span>
          )}
          {row.link !== "none" && (
            <span className={row.link === "direct" ? "linked" : "linked pl"}>{row.link} link</span>
          )}
        </p>
      </div>
    </article>
  );
}

const monthName = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", month: "short" });

function EntryDay({ row: { decidedOn, datePrecision } }: { row: DevelopmentRow }) {
  if (datePrecision !== "day") {
    return (
      <time className="day none" dateTime={shortenDay(decidedOn, datePrecision)}>
        {datePrecision === "month" ? "day not known" : "month not known"}
      </time>
    );
  }
  return (
    <time className="day" dateTime={decidedOn}>
      <b>{Number(decidedOn.slice(8))}</b> {monthName.format(new Date(`${decidedOn}T00:00:00Z`))}
    </time>
  );
}

type Group = { median: number | null; split: boolean; names: string[] };

/** Areas under the words they share, strongest restriction first and unscored last. */
function byDirection(impacts: ImpactView[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { median: exact, low, high, area } of impacts) {
    const median = exact === null ? null : roundMedian(exact);
    const split = isSplit({ low, high });
    const { names = [] } = groups.get(`${median} ${split}`) ?? {};
    groups.set(`${median} ${split}`, { median, split, names: [...names, area.name] });
  }
  return [...groups.values()].sort((a, b) => (a.median ?? 9) - (b.median ?? 9) || Number(a.split) - Number(b.split));
}
