"use client";

import { ActionForm, Submit, TextField } from "@/components/ui/form";
import type { FormAction } from "@/lib/http/action";

export function LinkForm({ action, next }: { action: FormAction; next: string }) {
  return (
    <ActionForm action={action} className="stack">
      {(state) =>
        state.done ? (
          <p className="msg ok" role="status">
            If {state.values?.email} may sign in here, a link is on its way. It works once, for 30 minutes. Nothing
            came? Look among unwanted mail, or ask an admin of this site.
          </p>
        ) : (
          <>
            <input type="hidden" name="next" value={next} />
            <TextField
              name="email"
              label="E-mail address"
              type="email"
              autoComplete="email"
              hint="We send a link that works once."
              state={state}
            />
            <Submit>Send me a link</Submit>
          </>
        )
      }
    </ActionForm>
  );
}

export function FirstAdminForm({ action, token }: { action: FormAction; token: string }) {
  return (
    <ActionForm action={action} className="stack">
      {(state) => (
        <>
          <input type="hidden" name="token" value={token} />
          <TextField
            name="name"
            label="Your name"
            autoComplete="name"
            hint="It stands beside what you write and approve."
            state={state}
          />
          <TextField
            name="email"
            label="Your e-mail address"
            type="email"
            autoComplete="email"
            hint="Later links to sign in are sent there. Readers never see it."
            state={state}
          />
          <Submit>Become the first admin</Submit>
        </>
      )}
    </ActionForm>
  );
}
