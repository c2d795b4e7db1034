import { Badge } from "#components/ui/badge";
import { Card, CardBody } from "#components/ui/card";
import { CodeBlock } from "#components/ui/code-block";
import { Table, Td, Th, Tr } from "#components/ui/table";
import type { ReferenceField, ReferenceOperation } from "#lib/api/openapi/reference";
import { roleTexts } from "#lib/auth/roles";

/** One method of one path: what it does, what it takes, what it answers, and a command to try it. */
export function OperationCard({ operation }: { operation: ReferenceOperation }) {
  const { id, method, path, summary, description, role, parameters, body, answer, refusals, curl } = operation;
  return (
    <Card aria-labelledby={id}>
      <header className="border-b px-4 py-3">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
          <h3 id={id} className="scroll-mt-4 font-medium">
            {summary}
          </h3>
          <span className="text-muted text-xs">{roleLabel(role)}</span>
        </div>
        <p className="mt-1 flex flex-wrap items-center gap-2 font-mono text-xs">
          <Badge tone={tones[method] ?? "neutral"}>{method}</Badge>
          <span className="break-all">{path}</span>
        </p>
        {description && <p className="mt-2 text-muted text-sm">{description}</p>}
      </header>
      <CardBody className="space-y-4">
        <CodeBlock label="the command" code={curl} />
        <Fields title="Parameters" of={summary} fields={parameters.map((field) => ({ ...field, type: `${field.type}, in the ${field.place}` }))} />
        <Fields title="Body" of={summary} fields={body} />
        <details>
          <summary className="cursor-pointer text-sm">
            Answers <span className="font-mono text-xs">{answer.status}</span>
            {answer.fields.length === 0 && " with no body"}
          </summary>
          <div className="mt-3 space-y-3">
            <Fields title="Answer" of={summary} fields={answer.fields} />
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

const tones: Record<string, "blue" | "green" | "amber" | "red"> = { GET: "blue", POST: "green", PATCH: "amber", DELETE: "red" };

function roleLabel(role: string | undefined): string {
  if (role === "admin" || role === "responder" || role === "observer") return `${roleTexts[role].label} and above`.replace("Admin and above", "Admin");
  return "Key of an integration";
}

function Fields({ title, of, fields }: { title: string; of: string; fields: ReferenceField[] }) {
  if (fields.length === 0) return null;
  return (
    <div className="rounded-md border">
      <Table label={`${title}: ${of}`}>
        <thead>
          <tr>
            <Th>{title}</Th>
            <Th>Type</Th>
            <Th>What it is</Th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ name, type, required, description }) => (
            <Tr key={name}>
              <Td className="align-top font-mono text-xs">{name}</Td>
              <Td className="align-top text-muted text-xs">
                {type}
                {title !== "Answer" && required && ", needed"}
              </Td>
              <Td className="align-top text-muted">{description}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
