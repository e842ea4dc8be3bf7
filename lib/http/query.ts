export type PageQuery = Promise<Record<string, string | string[] | undefined>>;

/** The query of a page as one thing, repeated words included. */
export async function readQuery(query: PageQuery): Promise<URLSearchParams> {
  const pairs = Object.entries(await query).flatMap(([word, value]) =>
    [value ?? []].flat().map((one): [string, string] => [word, one]),
  );
  return new URLSearchParams(pairs);
}
