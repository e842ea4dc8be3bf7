import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "@/db/client";
import { embeddedConnection } from "@/lib/env";

/** A bare Node listener: /N answers statement N of those it was given, as JSON. A process of its own, as the product is. */

const { socketFolder, statements } = JSON.parse(process.argv[2] ?? "{}");
const { sql } = connect(embeddedConnection(socketFolder), { max: 12 });
const server = createServer(async (request, response) => {
  const rows = await sql.unsafe(statements[Number(request.url?.slice(1))]);
  response.setHeader("Content-Type", "application/json");
  response.end(JSON.stringify(rows));
}).listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));
