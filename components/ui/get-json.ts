const patienceMs = 20_000;

/** Reads public JSON. Throws where the record does not answer. */
export async function getJson<Answer>(path: string, signal: AbortSignal): Promise<Answer> {
  const answer = await fetch(path, { signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]) });
  if (!answer.ok) throw new Error(`The record did not answer (${answer.status}).`);
  return answer.json();
}
