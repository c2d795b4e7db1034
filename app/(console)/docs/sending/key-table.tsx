import { Card } from "#components/ui/card";
import { Table, Td, Th, Tr } from "#components/ui/table";
import { idParameters, keyHeaders, keyParameters } from "#lib/intake/credentials";

/** Every place where a request may say which integration it is for. */
export function KeyTable() {
  return (
    <Card>
      <Table label="Which integration it is">
        <thead>
          <tr>
            <Th>Where</Th>
            <Th>What</Th>
          </tr>
        </thead>
        <tbody>
          {places.map(({ where, what }) => (
            <Tr key={where}>
              <Td className="min-w-32">{where}</Td>
              <Td className="min-w-56 break-words font-mono text-xs">{what}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

const places = [
  { where: "The query: the id", what: idParameters.map((name) => `?${name}=<id>`).join(" or ") },
  { where: "The path: the id or the key", what: "/api/integrations/<source>/<id or key>" },
  { where: "The query: the key", what: keyParameters.map((name) => `?${name}=<key>`).join(" ") },
  { where: "A header: the key", what: keyHeaders.map((name) => `${titled(name)}: <key>`).join(", ") },
  { where: "Authorization", what: "Authorization: Token token=<key>" },
  {
    where: "Authorization, as others do",
    what: "Authorization: Bearer <key>, GenieKey <key>, or Basic with the key as password or user",
  },
  { where: "The body of the Events APIs", what: "routing_key, in version 1 service_key" },
  {
    where: "An API key instead",
    what: "Authorization: Bearer sk_live_… with the scope events:write, and service_id in the body or the query",
  },
];

function titled(header: string): string {
  return header.replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => `${dash}${letter.toUpperCase()}`);
}
