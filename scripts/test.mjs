import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build, fail, install, requireNode, root } from "./bootstrap.mjs";
import { findChromium } from "./chromium.mjs";

/** npm test: every check there is, ending in one line of totals. */

requireNode();
process.chdir(root);
await install();

const results = join(root, "test-results");
mkdirSync(results, { recursive: true });
const total = { passed: 0, failed: 0, skipped: 0 };
const bin = (name) => join(root, "node_modules", ".bin", name);

const steps = {
  style: () => check("Style, import rules and import circles (biome)", "biome", ["check", "--error-on-warnings", "."]),
  types: () => check("Types (tsc)", "tsc", ["--noEmit"]),
  dead: () => check("Dead code and unused dependencies (knip)", "knip", []),
  audit,
  facts: () =>
    suite("Facts about the product (vitest)", "vitest", ["run", "--reporter=default", "--reporter=json"], readVitest),
  stories,
};
const { values } = parseArgs({ options: { only: { type: "string", multiple: true } } });
const chosen = values.only ?? Object.keys(steps);
const unknown = chosen.filter((name) => !Object.hasOwn(steps, name));
if (unknown.length > 0) fail(`There is no step “${unknown}”. Known: ${Object.keys(steps).join(", ")}.`);
for (const name of Object.keys(steps)) if (chosen.includes(name)) await steps[name]();

console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;

function spawn(title, name, args, env = {}) {
  console.log(`\n== ${title}`);
  const start = Date.now();
  const { status } = spawnSync(bin(name), args, { stdio: "inherit", env: { ...process.env, ...env } });
  console.log(`   ${status === 0 ? "ok" : "FAILED"}, ${Math.round((Date.now() - start) / 1000)} s`);
  return status === 0;
}

function check(title, name, args) {
  total[spawn(title, name, args) ? "passed" : "failed"] += 1;
}

/** A registry that does not answer says nothing about the packages: skipped, and said. */
function audit() {
  console.log("\n== Known weaknesses of dependencies (npm audit)");
  const { stdout } = spawnSync("npm", ["audit", "--json", "--omit=dev"], { encoding: "utf8", timeout: 60_000 });
  let found;
  try {
    found = JSON.parse(stdout).metadata?.vulnerabilities;
  } catch {}
  if (!found) {
    total.skipped += 1;
    console.log("   skipped: the registry does not answer audits from here");
  } else if (found.high + found.critical > 0) {
    total.failed += 1;
    console.log(`   FAILED: ${found.critical} critical and ${found.high} high. See npm audit.`);
  } else {
    total.passed += 1;
    console.log("   ok");
  }
}

/** Runs a suite that writes its results as JSON; one that wrote none counts as one failure. */
function suite(title, name, args, readTotals, env = {}) {
  const path = join(results, `${name}.json`);
  rmSync(path, { force: true });
  const reporter = name === "vitest" ? [`--outputFile.json=${path}`] : [];
  const ok = spawn(title, name, [...args, ...reporter], { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: path });
  const found = existsSync(path)
    ? readTotals(JSON.parse(readFileSync(path, "utf8")))
    : { passed: 0, failed: 0, skipped: 0 };
  if (!ok && found.failed === 0) found.failed = 1;
  for (const key of Object.keys(total)) total[key] += found[key];
}

function readVitest({ numPassedTests, numFailedTests, numPendingTests, numTodoTests }) {
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
}

function readPlaywright({ stats }) {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}

async function stories() {
  const chromium = await findChromium();
  if (!chromium) {
    total.failed += 1;
    console.error("   FAILED: no Chromium. Install one, or set PLAYWRIGHT_CHROMIUM to its path.");
    return;
  }
  await build();
  suite("Stories in a browser (playwright)", "playwright", ["test"], readPlaywright, { PLAYWRIGHT_CHROMIUM: chromium });
}
