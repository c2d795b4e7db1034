import { Card } from "#components/ui/card";
import { Table, Td, Th, Tr } from "#components/ui/table";

/** What a sender is told, by status. */
export function AnswerTable() {
  return (
    <Card>
      <Table label="Answers">
        <thead>
          <tr>
            <Th>Status</Th>
            <Th>When</Th>
          </tr>
        </thead>
        <tbody>
          {answers.map(([status, when]) => (
            <Tr key={status}>
              <Td className="w-16 font-mono text-xs">{status}</Td>
              <Td className="min-w-64">{when}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

const answers: [status: string, when: string][] = [
  ["202", "It was understood and stored, with what became of each of its events; or it waits because of the limit."],
  ["200", "There is nothing to do: it was ignored, with the reason; or it is a test, a repeat or a handshake."],
  ["400", "It cannot be read, or no source understands it. The field that is wrong is named."],
  ["401", "The key is missing, wrong or expired, or the signature is."],
  ["403", "The integration is disabled, or the API key may not send events. Nothing was created."],
  ["404", "There is no such source or integration, or the integration is of another source."],
  ["405", "The method is not taken at this path."],
  ["413", "The body is too large."],
  ["429", "Over the limit, to senders that try again after it. Retry-After says when."],
  [
    "503",
    "Too much is waiting, too many large bodies come at once, or the database is away. Nothing was stored; Retry-After says when to send it again.",
  ],
];
