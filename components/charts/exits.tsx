import { BodyShape } from "@/components/developments/glyphs";
import type { BodyView, Stage } from "@/lib/bodies/queries";
import { sayDay } from "@/lib/days";
import { sayBodyKind, sayStage } from "@/lib/labels";
import { Scroll } from "./scroll";

/** How far the United States has left each body: a row for each, or for many of which the same is known. */

const columns = [
  { title: "Member", stages: ["member", "observer"], missing: "not recorded" },
  { title: "Ordered", stages: ["ordered", "announced"], missing: "not found" },
  { title: "Notified", stages: ["notified"], missing: "not found" },
  { title: "Effective", stages: ["effective"], missing: "not found" },
];
const leaving = ["ordered", "announced", "notified", "effective"];
const fewestTogether = 3;

export function Exits({ bodies, today }: { bodies: BodyView[]; today: string }) {
  const left = bodies.filter((body) => body.usParticipation.some(({ stage }) => leaving.includes(stage)));
  const listed = left.filter((body) => body.onWithdrawalList);
  const others = left.filter((body) => !body.onWithdrawalList);
  return (
    <Scroll label="Stages of each exit" columns={columns.length + 1}>
      <table className="exits">
        <thead>
          <tr>
            <th scope="col">Body</th>
            {columns.map(({ title }) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Bodies bodies={listed} today={today} />
          {others.length > 0 && (
            <>
              <tr className="sub">
                <th colSpan={columns.length + 1} scope="colgroup">
                  Not on the list of 7 January 2026
                </th>
              </tr>
              <Bodies bodies={others} today={today} />
            </>
          )}
        </tbody>
      </table>
    </Scroll>
  );
}

function Bodies({ bodies, today }: { bodies: BodyView[]; today: string }) {
  const rows = new Map<string, BodyView[]>();
  for (const body of bodies) {
    const key = columns.map((column) => sayCell(findStage(body, column.stages), today)).join("|");
    rows.set(key, [...(rows.get(key) ?? []), body]);
  }
  const together = [...rows.values()].flatMap((same) =>
    same.length >= fewestTogether ? [same] : same.map((one) => [one]),
  );
  return together.map((same) => (
    <tr key={same[0]?.slug}>
      <th scope="row" className={same.length > 1 ? "many" : undefined}>
        {same.length > 1 && <span className="faint many-n">{same.length} bodies</span>}
        {same.map((body) => (
          <a key={body.slug} className="badge" href={`/bodies/${body.slug}`}>
            <BodyShape kind={body.kind} />
            <span>
              <span className="vh">{sayBodyKind(body.kind)}: </span>
              {body.shortName}
            </span>
          </a>
        ))}
      </th>
      {columns.map((column) => (
        <Cell
          key={column.title}
          stage={same[0] && findStage(same[0], column.stages)}
          missing={column.missing}
          today={today}
        />
      ))}
    </tr>
  ));
}

const findStage = (body: BodyView, stages: string[]): Stage | undefined =>
  stages.flatMap((word) => body.usParticipation.filter(({ stage }) => stage === word))[0];

const sayCell = (stage: Stage | undefined, today: string) =>
  `${stage?.stage} ${stage?.date} ${(stage?.date ?? "") > today}`;

function Cell({ stage, missing, today }: { stage: Stage | undefined; missing: string; today: string }) {
  if (!stage) return <td className="z">{missing}</td>;
  const ahead = stage.date !== null && stage.date > today;
  const plain = columns.some(({ stages }) => stages[0] === stage.stage);
  return (
    <td>
      <span className={ahead ? "dot fut" : "dot"} />
      {!plain && `${sayStage(stage.stage).toLowerCase()}, `}
      {stage.date ? sayDay(stage.date, stage.datePrecision ?? "day") : "date not known"}
      {ahead && ", scheduled"}
    </td>
  );
}
