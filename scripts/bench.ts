/**
 * npm run bench [-- --developments 100000] [--keep FOLDER] [--json FILE]: pages of the built product (needs npm run
 * build before); --keep keeps the database for the next run.
 * npm run bench -- letters [--subscribers 100000]: choosing, freezing and sending letters.
 * npm run bench -- faults [--kills 3000]: a sender of letters killed at random moments.
 * npm run bench -- plans --keep FOLDER: how a kept database answers each hot question, into docs/plans.md.
 * Each on a database of its own in a temporary folder. Figures of two machines cannot be compared.
 */

const [first = ""] = process.argv.slice(2);
const part = first === "" || first.startsWith("--") ? "pages" : first;
if (part === "pages") await (await import("./bench/pages")).benchPages();
else if (part === "letters") await (await import("./bench/letters")).benchLetters();
else if (part === "plans") await (await import("./bench/plans")).explainPlans();
else if (part === "faults") await (await import("./bench/faults")).benchFaults();
else {
  console.error("Known parts: pages, letters, faults, plans.");
  process.exitCode = 2;
}

export {};
