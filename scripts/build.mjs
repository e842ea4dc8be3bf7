import { spawnSync } from "node:child_process";
import { build } from "esbuild";

/** npm run build: the pages, and the processes as plain JavaScript: to translate them at each start takes 90 MB. */

const { status } = spawnSync(process.execPath, ["node_modules/next/dist/bin/next", "build"], { stdio: "inherit" });
if (status !== 0) process.exit(status ?? 1);
await build({
  entryPoints: { server: "server.ts", worker: "scripts/worker.ts" },
  outdir: ".next/process",
  outExtension: { ".js": ".mjs" },
  ...{ bundle: true, splitting: true, logLevel: "warning" },
  ...{ platform: "node", target: "node20", format: "esm", packages: "external" },
  // Next names no exports in its package, so that Node asks for the whole name of a file.
  alias: { "next/headers": "next/headers.js", "next/navigation": "next/navigation.js" },
});
