import { expect, test } from "vitest";
import { hidden, hideAddresses } from "./hide-addresses";

test("a reply of a mail server is told without the addresses in it, also where they stand in a link", () => {
  expect(hideAddresses("550 5.1.1 <reader@example.org>: no such user")).toBe(`550 5.1.1 <${hidden}>: no such user`);
  for (const at of ["@", "%40"]) {
    expect(hideAddresses(`see https://mx.example.net/why?rcpt=reader-3${at}example.org`)).not.toContain("reader-3");
  }
  expect(hideAddresses("451 4.7.1 try again in 40 %")).toBe("451 4.7.1 try again in 40 %");
});
