/**
 * Turns single calls into calls for many: while `lanes` are under way, those that come meanwhile wait and go together
 * next. Nobody is told before their own has come back.
 */
export function together<Item, Result>(
  doAll: (items: Item[]) => Promise<(item: Item) => Result>,
  lanes: number,
): (item: Item) => Promise<Result> {
  type Waiting = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void };
  let waiting: Waiting[] = [];
  let busy = 0;
  const work = async () => {
    busy += 1;
    // What is ready in this turn of the event loop goes along.
    await new Promise(setImmediate);
    while (waiting.length > 0) {
      const now = waiting;
      waiting = [];
      try {
        const resultOf = await doAll(now.map(({ item }) => item));
        for (const { item, resolve } of now) resolve(resultOf(item));
      } catch (error) {
        for (const { reject } of now) reject(error);
      }
    }
    busy -= 1;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (busy < lanes) void work();
    });
}
