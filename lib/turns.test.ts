import { expect, test } from "vitest";
import { Overloaded, Turns } from "./turns";

/** Work that ends when the test says so. */
function byHand() {
  const ends: (() => void)[] = [];
  const work = () => new Promise<void>((end) => ends.push(end));
  return { ends, work };
}

test("who waits longer than is bearable is sent away, and keeps nobody behind them from their turn", async () => {
  const { ends, work } = byHand();
  const turns = new Turns({ atOnce: 1, maxWaiting: 2, longestWaitMs: 20 });
  const first = turns.take(work);
  await expect(turns.take(work)).rejects.toThrow(Overloaded);
  const patient = turns.take(work);
  expect(ends).toHaveLength(1);
  ends[0]?.();
  await first;
  await expect.poll(() => ends.length).toBe(2);
  ends[1]?.();
  await patient;
  await turns.take(async () => {});
});

test("work that fails makes room, too", async () => {
  const turns = new Turns({ atOnce: 1, maxWaiting: 0, longestWaitMs: 0 });
  const fail = () => turns.take(() => Promise.reject(new Error("broken")));
  await expect(fail()).rejects.toThrow("broken");
  await expect(fail()).rejects.toThrow("broken");
});
