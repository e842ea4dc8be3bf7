"use client";

import { ActionForm, Submit, TextField } from "@/components/ui/form";
import { personRoles } from "@/db/vocabulary";
import type { PersonRow } from "@/lib/auth/people";
import type { FormAction } from "@/lib/http/action";
import { sayPersonRole } from "@/lib/labels";

export function AddPersonForm({ action }: { action: FormAction }) {
  return (
    <ActionForm action={action} className="stack narrow-form">
      {(state) => (
        <>
          <TextField
            name="name"
            label="Name"
            hint="It stands beside what they write and approve."
            state={fresh(state)}
          />
          <TextField name="email" label="E-mail address" type="email" state={fresh(state)} />
          <div>
            <label className="label" htmlFor="role">
              Role
            </label>
            {state.errors?.role && <p className="field-error">{state.errors.role}</p>}
            <select id="role" name="role" defaultValue={state.values?.role ?? "editor"}>
              {personRoles.map((role) => (
                <option key={role} value={role}>
                  {sayPersonRole(role)}
                </option>
              ))}
            </select>
          </div>
          <div>
            <Submit>Add and send a link</Submit>
          </div>
        </>
      )}
    </ActionForm>
  );
}

/** After somebody was added the fields are empty again. */
const fresh = (state: Parameters<Parameters<typeof ActionForm>[0]["children"]>[0]) =>
  state.done ? { ...state, values: {} } : state;

export function AlterPersonForm({ action, person }: { action: FormAction; person: PersonRow }) {
  return (
    <ActionForm action={action} className="people-actions">
      {() => (
        <>
          <input type="hidden" name="id" value={person.id} />
          {person.active &&
            personRoles
              .filter((role) => role !== person.role)
              .map((role) => (
                <button key={role} className="btn quiet mini" type="submit" name="to" value={role}>
                  Make {sayPersonRole(role).toLowerCase()}
                  <span className="vh">: {person.name}</span>
                </button>
              ))}
          <button
            className={person.active ? "btn danger mini" : "btn quiet mini"}
            type="submit"
            name="to"
            value={person.active ? "deactivated" : "activated"}
          >
            {person.active ? "Deactivate" : "Activate"}
            <span className="vh">: {person.name}</span>
          </button>
        </>
      )}
    </ActionForm>
  );
}
