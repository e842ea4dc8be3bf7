import { bigint, index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "../columns";
import { people } from "./people";

/** Who did what, in the transaction that did it. Protected by triggers against update and delete. */
export const auditEvents = pgTable(
  "audit_events",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    at: instant("at").notNull().defaultNow(),
    /** Null where the program itself acted (loading the starter data, a command). */
    personId: uuid("person_id").references(() => people.id),
    action: text("action").notNull(),
    /** "development:12", "person:<uuid>", "body:<slug>" */
    subject: text("subject").notNull(),
    detail: jsonb("detail").$type<Record<string, unknown>>().notNull().default({}),
  },
  (table) => [
    index("audit_events_subject_index").on(table.subject, table.id),
    index("audit_events_person_index").on(table.personId, table.id),
  ],
);
