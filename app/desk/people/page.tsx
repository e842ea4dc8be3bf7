import type { Metadata } from "next";
import { signOut } from "@/app/sign-in/actions";
import { AddPersonForm, AlterPersonForm } from "@/components/desk/people-forms";
import { DeskPage } from "@/components/layout/desk-page";
import { Since } from "@/components/ui/day";
import { listPeople } from "@/lib/auth/people";
import { deskPage, orNotFound } from "@/lib/http/desk-page";
import { sayPersonRole } from "@/lib/labels";
import { add, alter } from "./actions";

export const metadata: Metadata = { title: "People", robots: { index: false } };

export default async function PeoplePage() {
  const ctx = await deskPage("/desk/people");
  const people = await orNotFound((async () => listPeople(ctx))());
  return (
    <DeskPage caller={ctx.caller} current="/desk/people" signOut={signOut}>
      <h1>People</h1>
      <p className="text soft">
        Contributors write drafts; editors also review and publish what somebody else wrote; admins also manage people.
        Deactivating somebody ends their sessions at once; what they wrote keeps their name.
      </p>
      <section className="section">
        <h2>Who may sign in</h2>
        <table className="tbl-stack">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">E-mail address</th>
              <th scope="col">Role</th>
              <th scope="col">Since</th>
              <th scope="col">Change</th>
            </tr>
          </thead>
          <tbody>
            {people.map((person) => (
              <tr key={person.id}>
                <th scope="row">{person.name}</th>
                <td>{person.email}</td>
                <td className={person.active ? undefined : "z"}>
                  {sayPersonRole(person.role)}
                  {!person.active && ", deactivated"}
                </td>
                <td>
                  <Since at={person.createdAt} />
                </td>
                <td>
                  <AlterPersonForm action={alter} person={person} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section className="section">
        <h2>Add somebody</h2>
        <AddPersonForm action={add} />
      </section>
    </DeskPage>
  );
}
