import { ChangeForm } from "@/components/subscriptions/forms";
import type { OpenQuestion } from "@/lib/digests/manage";
import type { IssueCounts } from "@/lib/digests/run";
import { settle } from "./actions";

/** What a person has to settle: all of one kind at once, or one by one. */
export function Questions({ counts, questions }: { counts: IssueCounts; questions: OpenQuestion[] }) {
  const { week, uncertain, failed } = counts;
  const shown = questions.length < uncertain + failed ? ` The first ${questions.length} are shown.` : "";
  return (
    <>
      <h3>To decide</h3>
      {uncertain > 0 && (
        <p className="small soft text">
          Of an uncertain letter nobody knows whether it arrived: the connection broke after the mail server had the
          text. Its log knows the letter by its Message-ID. Sent again it carries the same, so most mailboxes show it
          once.{shown}
        </p>
      )}
      {failed > 0 && (
        <p className="small soft text">
          A failed letter was refused for good, or was not taken in 72 hours. Whoever was refused gets no letters after
          this issue is done; sent again, and taken, they do.{uncertain === 0 && shown}
        </p>
      )}
      <div className="row">
        {uncertain > 0 && (
          <>
            <ChangeForm
              action={settle}
              fields={{ week, state: "uncertain", decision: "send-again" }}
              label={`Send ${uncertain} uncertain again`}
            />
            <ChangeForm
              action={settle}
              fields={{ week, state: "uncertain", decision: "delivered" }}
              label={`Count ${uncertain} uncertain as delivered`}
            />
          </>
        )}
        {failed > 0 && (
          <ChangeForm
            action={settle}
            fields={{ week, state: "failed", decision: "send-again" }}
            label={`Send ${failed} failed again`}
          />
        )}
      </div>
      <table className="tbl-stack small questions">
        <caption className="vh">Uncertain and failed letters</caption>
        <thead>
          <tr>
            <th scope="col">Address</th>
            <th scope="col">State</th>
            <th scope="col">What is known of it</th>
            <th scope="col">This one</th>
          </tr>
        </thead>
        <tbody>
          {questions.map(({ id, email, state, detail, messageId }) => (
            <tr key={id}>
              <th scope="row">{email}</th>
              <td>{state}</td>
              <td>
                {detail} <code className="message-id">{messageId}</code>
              </td>
              <td>
                <div className="row">
                  <ChangeForm
                    action={settle}
                    fields={{ week, state, decision: "send-again", id: String(id) }}
                    label="Send again"
                  />
                  {state === "uncertain" && (
                    <ChangeForm
                      action={settle}
                      fields={{ week, state, decision: "delivered", id: String(id) }}
                      label="It arrived"
                    />
                  )}
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
