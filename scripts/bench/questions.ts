import type postgres from "postgres";
import { charts } from "@/lib/charts/catalogue";
import { writeCursor } from "@/lib/cursor";
import { searched } from "./many";

/** What readers ask, by part, some beside what anybody would write in SQL. */

export type Question = {
  part: string;
  name: string;
  path: string;
  /** The same as one statement, which a bare Node listener sends and answers as JSON. */
  sql?: string;
  /** Asked once before anything else: the first time is more work for a process. */
  first?: boolean;
  /** Its finished bytes are also asked of a server that does nothing else. */
  kept?: boolean;
};

const api = "/api/v1/developments";
const listed = "known_until is null and not retracted";
/** In the middle of the time in which the record was made. */
const pastDay = "2025-12-20";
const newest = "order by position desc, development_id desc limit 50";

export async function listQuestions(sql: postgres.Sql, parts: string[]): Promise<Question[]> {
  const [middle] = await sql<{ position: number; id: string; n: number }[]>`
    with total as (select (count(*) / 2)::int as n from listed_marks where mark = 'everything')
    select position, development_id as id, n from listed_marks, total where mark = 'everything'
    order by position desc, development_id desc offset (select n from total) limit 1`;
  const standing = (alone: boolean) => sql<{ slug: string }[]>`
    select slug from publications p where known_until is null and not retracted and slug like 'generated-1-%' and ${alone} =
      not exists (select from publication_stages where publication_id = p.id or carried_id = p.development_id) limit 1`;
  const [[one], [staged]] = await Promise.all([standing(true), standing(false)]);
  const deep = middle ? writeCursor("newest", [middle.position, Number(middle.id)]) : "";
  const search = (word: string) =>
    `select * from publications where ${listed} and search @@ websearch_to_tsquery('plenary', '${word}') ${newest}`;
  const areas = `from publication_areas join publications p on p.id = publication_id where ${listed}`;
  const questions: Question[] = [
    {
      ...{ part: "list", name: "first page", path: api, kept: true },
      sql: `select * from publications where ${listed} ${newest}`,
    },
    {
      ...{ part: "list", name: "the middle", path: `${api}?cursor=${deep}` },
      sql: `select * from publications where ${listed} ${newest} offset ${middle?.n ?? 0}`,
    },
    {
      ...{ part: "list", name: "a body and an area", path: `${api}?body=itu&area=encryption` },
      sql: `select p.* from publications p where ${listed} and body_slug = 'itu' and exists (select from publication_areas a
        where a.publication_id = p.id and a.area_slug = 'encryption') ${newest}`,
    },
    { part: "list", name: "three words", path: `${api}?type=law&status=adopted&period=after` },
    {
      ...{ part: "list", name: "one development", path: `${api}/${one?.slug}`, kept: true },
      sql: `select * from publications where slug = '${one?.slug}' and known_until is null`,
    },
    { part: "list", name: "one with stages", path: `${api}/${staged?.slug}` },
    { part: "list", name: "60 % by relevance", path: `${api}?q=wordofmost&sort=relevance`, first: true },
    ...Object.entries(searched).map(
      ([word, share]): Question => ({
        ...{ part: "search", name: `a word of ${share} %`, path: `${api}?q=${word}`, first: true, sql: search(word) },
      }),
    ),
    { part: "search", name: "60 %, another search each time", path: `${api}?q=wordofmost+-none{n}` },
    { part: "search", name: "a common word and an area", path: `${api}?q=wordofmost&area=encryption`, first: true },
    { part: "past", name: "first page", path: `${api}?asof=${pastDay}`, first: true },
    { part: "past", name: "a body and an area", path: `${api}?asof=${pastDay}&body=itu&area=encryption` },
    { part: "past", name: "a word of 60 %", path: `${api}?asof=${pastDay}&q=wordofmost`, first: true },
    { part: "past", name: "facets", path: `/api/v1/facets?asof=${pastDay}` },
    ...charts.map(({ id }): Question => ({ part: "past", name: id, path: `/api/v1/charts/${id}?asof=${pastDay}` })),
    {
      ...{ part: "facets", name: "all", path: "/api/v1/facets", kept: true },
      sql: `select area_slug, count(*) ${areas} group by 1`,
    },
    {
      ...{ part: "facets", name: "a body", path: "/api/v1/facets?body=itu" },
      sql: `select area_slug, count(*) ${areas} and body_slug = 'itu' group by 1`,
    },
    { part: "facets", name: "three words", path: "/api/v1/facets?type=law&status=adopted&period=after" },
    { part: "facets", name: "a word of 60 %", path: "/api/v1/facets?q=wordofmost", first: true },
    ...charts.flatMap(({ id }) =>
      ["", "?body=icann", "?type=law&status=adopted&period=after"].map(
        (query): Question => ({ part: "charts", name: `${id}${query}`, path: `/api/v1/charts/${id}${query}` }),
      ),
    ),
    { part: "pages", name: "the overview", path: "/", kept: true },
    { part: "pages", name: "the timeline", path: "/timeline", kept: true },
    { part: "pages", name: "one development", path: `/developments/${one?.slug}`, kept: true },
  ];
  return questions.filter(({ part }) => parts.includes(part));
}
