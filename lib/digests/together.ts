/**
 * Turns single calls into calls for many: while one is under way, those that come meanwhile wait and go together next.
 * Nobody waits longer than for one other call, and nobody is told before their own has come back.
 */
export function together<Item, Result>(
  doAll: (items: Item[]) => Promise<(item: Item) => Result>,
): (item: Item) => Promise<Result> {
  type Waiting = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void };
  let waiting: Waiting[] = [];
  let busy = false;
  const work = async () => {
    busy = true;
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
    busy = false;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!busy) void work();
    });
}
