import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { build, fail, install, requireNode, root, runBuilt } from "./bootstrap.mjs";

/** npm start: everything from a fresh clone to a running site. */

requireNode();
process.chdir(root);
process.env.NODE_ENV = "production";
if (existsSync(join(root, ".env"))) process.loadEnvFile(join(root, ".env"));
await requireFreePort(Number(process.env.PORT || 3000));
await install();
await build();
await runBuilt("server");

/** Asked before the minutes of a first build; the site asks again. */
function requireFreePort(port) {
  return new Promise((resolve) => {
    const probe = createServer()
      .once("error", (error) => {
        if (error.code === "EADDRINUSE") {
          fail(
            `Port ${port} is taken by another program (perhaps Plenary runs already). Stop it, or set PORT to another number.`,
          );
        }
        resolve();
      })
      .listen(port, () => probe.close(() => resolve()));
  });
}
