import { SetupText } from "#components/setup-text";
import { Badge } from "#components/ui/badge";
import { Card, CardBody } from "#components/ui/card";
import { CodeBlock } from "#components/ui/code-block";
import type { ReferenceField, ReferenceOperation } from "#lib/api/openapi/reference";
import { roleTexts } from "#lib/auth/roles";

/** One method of one path: what it does, what it takes, what it answers, and a command to try it. */
export function OperationCard({ operation }: { operation: ReferenceOperation }) {
  const { id, method, path, summary, description, role, parameters, body, answer, refusals, curl } = operation;
  return (
    <Card aria-labelledby={id}>
      <header className="border-b px-4 py-3">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
          <h3 id={id} className="scroll-mt-20 font-medium">
            {summary}
          </h3>
          <span className="text-muted text-xs">{roleLabel(role)}</span>
        </div>
        <p className="mt-1 flex flex-wrap items-center gap-2 font-mono text-xs">
          <Badge tone={tones[method] ?? "neutral"}>{method}</Badge>
          <span className="break-all">{path}</span>
        </p>
        {description && (
          <div className="mt-2 text-muted">
            <SetupText markdown={description} />
          </div>
        )}
      </header>
      <CardBody className="space-y-4">
        <CodeBlock label="the command" code={curl} />
        <Fields
          title="Parameters"
          fields={parameters.map((field) => ({ ...field, type: `${field.type}, in the ${field.place}` }))}
        />
        <Fields title="Body" fields={body} />
        <details>
          <summary className="cursor-pointer text-sm">
            Answers <span className="font-mono text-xs">{answer.status}</span>
            {answer.fields.length === 0 && " with no body"}
          </summary>
          <div className="mt-3 space-y-3">
            <Fields title="Answer" fields={answer.fields} />
            <ul className="space-y-1 text-muted text-sm">
              {refusals.map(({ status, description: why }) => (
                <li key={status}>
                  <span className="font-mono text-xs">{status}</span> {why}
                </li>
              ))}
            </ul>
          </div>
        </details>
      </CardBody>
    </Card>
  );
}

const tones: Record<string, "blue" | "green" | "amber" | "red"> = {
  GET: "blue",
  POST: "green",
  PATCH: "amber",
  DELETE: "red",
};

function roleLabel(role: string | undefined): string {
  if (role === "admin" || role === "responder" || role === "observer")
    return `${roleTexts[role].label} and above`.replace("Admin and above", "Admin");
  return "Key of an integration";
}

function Fields({ title, fields }: { title: string; fields: ReferenceField[] }) {
  if (fields.length === 0) return null;
  return (
    <section>
      <h4 className="mb-1 font-medium text-muted text-xs">{title}</h4>
      <ul className="divide-y rounded-md border">
        {fields.map(({ name, type, required, description }) => (
          <li key={name} className="px-3 py-2 text-sm">
            <span className="flex flex-wrap items-baseline gap-x-3">
              <span className="break-all font-mono text-xs">{name}</span>
              <span className="text-muted text-xs">{type}</span>
              {title !== "Answer" && required && <span className="text-xs">needed</span>}
            </span>
            {description && <span className="block text-muted">{description}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
