"use client";

import { ActionForm, Submit, TextField } from "@/components/ui/form";
import type { FormAction } from "@/lib/http/action";

/** Where mails only land in the outbox it says so; never whether an address is known. */
export function LinkForm({ action, next, mailed }: { action: FormAction; next: string; mailed: boolean }) {
  return (
    <ActionForm action={action} className="stack">
      {(state) =>
        state.done ? (
          <div className="msg ok" role="status">
            {mailed ? <OnItsWay email={state.values?.email} /> : <InTheOutbox email={state.values?.email} />}
          </div>
        ) : (
          <>
            <input type="hidden" name="next" value={next} />
            <TextField
              name="email"
              label="E-mail address"
              type="email"
              autoComplete="email"
              hint={
                mailed
                  ? "We send a link that works once."
                  : "This site has no mail server: an admin hands you a link that works once."
              }
              state={state}
            />
            <Submit>{mailed ? "Send me a link" : "Ask for a link"}</Submit>
          </>
        )
      }
    </ActionForm>
  );
}

function OnItsWay({ email }: { email?: string }) {
  return (
    <p>
      If {email} may sign in here, a link is on its way. It works once, for 30 minutes. Nothing came? Look among
      unwanted mail, or ask an admin of this site.
    </p>
  );
}

function InTheOutbox({ email }: { email?: string }) {
  return (
    <>
      <p>
        This site has no mail server, so nothing is sent. If {email} may sign in here, a link waits in its outbox: ask
        an admin of this site for it. It works once, for 30 minutes.
      </p>
      <p className="small">
        Whoever runs the site can also make one: <code>npm run user -- link {email}</code>
      </p>
    </>
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
