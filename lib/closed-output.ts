/**
 * Whoever read what this process prints may be gone (a pipe to head, a terminal that was closed). Then a line is lost;
 * it must not end the process, nor be reported in another line that fails alike.
 */
export function surviveClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
}
