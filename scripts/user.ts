import { z } from "zod";
import { migrate } from "@/db/migrate";
import { personRoles } from "@/db/vocabulary";
import {
  addPerson,
  deactivatePerson,
  hasAdmin,
  listPeople,
  noteLink,
  type PeopleContext,
  reactivatePerson,
  setRole,
} from "@/lib/auth/people";
import { emailShape, nameShape, signInLink } from "@/lib/auth/sign-in";
import { env } from "@/lib/env";
import { Invalid, NotFound, rootMessage } from "@/lib/errors";
import { openExisting } from "./open-existing";
import { readArguments } from "./read-arguments";

/** npm run user: who may sign in, for whoever runs this machine. */

const usage = `npm run user -- add EMAIL --name NAME --role contributor|editor|admin   (prints a one-time sign-in link)
npm run user -- link EMAIL   (prints a one-time sign-in link, where no mail gets through)
npm run user -- list
npm run user -- role EMAIL contributor|editor|admin
npm run user -- deactivate EMAIL   (ends their sessions at once)
npm run user -- activate EMAIL`;

const role = z.enum(personRoles, { error: `The role is one of: ${personRoles.join(", ")}.` });

async function run(ctx: PeopleContext, [command, ...rest]: string[]): Promise<string> {
  if (command === "list") {
    readArguments(rest, {}, 0);
    const rows = await listPeople(ctx);
    return rows.map((row) => [row.email, row.role, row.active ? "" : "deactivated", row.name].join("\t")).join("\n");
  }
  if (command === "add") {
    const options = { name: { type: "string" }, role: { type: "string" } } as const;
    const { values, words } = readArguments(rest, options, 1);
    const email = emailShape.parse(words[0] ?? "");
    const input = { email, name: nameShape.parse(values.name ?? ""), role: role.parse(values.role) };
    await addPerson(ctx, input);
    return signInLink(ctx, { email, baseUrl: env().baseUrl });
  }
  const { words } = readArguments(rest, {}, command === "role" ? 2 : 1);
  const email = emailShape.parse(words[0] ?? "");
  const person = (await listPeople(ctx)).find((row) => row.email === email);
  if (!person) throw new NotFound(`There is no person with the address ${email}.`);
  if (command === "link") {
    await noteLink(ctx, person);
    return signInLink(ctx, { email, baseUrl: env().baseUrl });
  }
  if (command === "role") await setRole(ctx, person.id, role.parse(words[1]));
  else if (command === "deactivate") await deactivatePerson(ctx, person.id);
  else if (command === "activate") await reactivatePerson(ctx, person.id);
  else throw new Invalid({ command: `There is no command “${command}”.\n${usage}` });
  if (!(await hasAdmin(ctx.db)))
    console.error(
      "Nobody is admin now who may sign in. Make somebody admin: npm run user -- role EMAIL admin (and activate EMAIL, where deactivated)",
    );
  return `Done: ${person.name} <${email}>, ${command} ${words[1] ?? ""}`.trim();
}

const args = process.argv.slice(2);
if (!["add", "link", "list", "role", "deactivate", "activate"].includes(args[0] ?? "")) {
  console.error(usage);
  process.exitCode = 2;
} else {
  const database = await openExisting();
  try {
    await migrate(database.client);
    console.log(await run({ db: database.client.db, now: new Date(), caller: "operator" }, args));
  } catch (error) {
    if (error instanceof z.ZodError) console.error(error.issues.map((issue) => issue.message).join("\n"));
    else console.error(rootMessage(error));
    process.exitCode = 1;
  } finally {
    await database.close();
  }
}
