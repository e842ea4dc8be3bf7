import { createServer } from "node:net";

/** A mail server that takes everything and keeps nothing, in a process of its own: its work is in nobody's figures. */

const endOfText = "\r\n.\r\n";

const server = createServer((socket) => {
  socket.setNoDelay(true);
  socket.on("error", () => {});
  let inText = false;
  let waiting = "";
  socket.write("220 sink\r\n");
  socket.on("data", (chunk) => {
    waiting += chunk.toString("latin1");
    let replies = "";
    for (;;) {
      const end = inText ? waiting.indexOf(endOfText) : waiting.indexOf("\r\n");
      if (end < 0) break;
      const line = inText ? "" : waiting.slice(0, 4).toUpperCase();
      waiting = waiting.slice(end + (inText ? endOfText.length : 2));
      if (inText) inText = false;
      else if (line === "DATA") inText = true;
      replies += inText ? "354 go on\r\n" : line === "EHLO" ? "250-sink\r\n250 PIPELINING\r\n" : "250 2.0.0 ok\r\n";
    }
    if (inText && waiting.length > endOfText.length) {
      // Only the end of a long text matters.
      waiting = waiting.slice(-endOfText.length);
    }
    if (replies) socket.write(replies);
  });
});
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as { port: number }).port));
process.once("disconnect", () => process.exit(0));
