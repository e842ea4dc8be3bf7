/** What the desk says after a score: that it is in, what comes now, and the way back to what everybody said. */
export function ScoreDone({ done, now }: { done: string | null; now: string }) {
  const [, id, area] = /^(\d+)\.([a-z0-9-]+)$/.exec(done ?? "") ?? [];
  if (!id || !area) return null;
  return (
    <p className="msg notice" role="status">
      {now} <a href={`/desk/scores/${id}?area=${area}#score`}>What everybody said of it</a>
    </p>
  );
}
