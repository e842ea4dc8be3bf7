import { expect, test } from "vitest";
import { findOptions } from "./picker";

const option = (name: string, acronym: string | null = null, aliases: string[] = []) => ({ name, acronym, aliases });
const options = [
  option("ICANN Governmental Advisory Committee", "GAC"),
  option("Internet Corporation for Assigned Names and Numbers", "ICANN"),
  option("President of the United States and White House offices", null, ["White House"]),
  option("Conseil de l’Europe à Strasbourg", "CdE"),
];
const names = (typed: string) => findOptions(options, typed).map((found) => found.name);

test("a body is found by its acronym, which comes before names that begin alike", () => {
  expect(names("ica")[0]).toBe("Internet Corporation for Assigned Names and Numbers");
  expect(names("GAC")).toEqual(["ICANN Governmental Advisory Committee"]);
});

test("a body is found by any beginnings of its words, in any order", () => {
  expect(names("numb assi")).toEqual(["Internet Corporation for Assigned Names and Numbers"]);
  expect(names("nn")).toEqual([]);
});

test("a body is found by another name, and without accents", () => {
  expect(names("white hou")).toEqual(["President of the United States and White House offices"]);
  expect(names("a strasbourg")).toEqual(["Conseil de l’Europe à Strasbourg"]);
});
