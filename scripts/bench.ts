/**
 * npm run bench [-- PART ...] [--n 10000,1000000]: the built product (npm run build before) on made-up records of these
 * sizes. Parts: list, search, past (a day of it), facets, charts, pages, write, memory; import of 100,000 more lines only
 * where it is named.
 *   --keep FOLDER  where the databases stay from one run to the next (default: plenary-bench in the temporary folder)
 *   --seconds 1    how long each question is asked;  --json FILE  everything that was measured
 * npm run bench -- letters [--subscribers 100000]: choosing, freezing and sending letters.
 * npm run bench -- faults [--kills 3000]: a sender of letters killed at random moments.
 * npm run bench -- plans [--n 1000000]: how a kept database answers each hot question, into docs/plans.md.
 * Figures of two machines, or of two hours on one, cannot be compared: only those beside each other.
 */

const usage = `npm run bench [-- PART ...] [--n 10000,1000000] [--keep FOLDER] [--seconds 1] [--json FILE]`;
const alone = ["letters", "faults", "plans"];
const known = ["list", "search", "past", "facets", "charts", "pages", "write", "memory", "import"];
const [first = ""] = process.argv.slice(2);
const words = process.argv
  .slice(2)
  .filter((word, place, all) => !/^--|^\d/.test(word) && !/^--/.test(all[place - 1] ?? ""));
if (process.argv.includes("--help")) console.log(`${usage}\nParts: ${[...known, ...alone].join(", ")}.`);
else if (first === "letters") await (await import("./bench/letters")).benchLetters();
else if (first === "plans") await (await import("./bench/plans")).explainPlans();
else if (first === "faults") await (await import("./bench/faults")).benchFaults();
else if (words.every((word) => known.includes(word))) {
  await (await import("./bench/product")).benchProduct(words.length > 0 ? words : known.slice(0, -1));
} else {
  console.error(`Known parts: ${[...known, ...alone].join(", ")}.`);
  process.exitCode = 2;
}

export {};
