import type { Route } from "next";
import { Card } from "#components/ui/card";
import { Table, Td, Th, Tr } from "#components/ui/table";
import { TextLink } from "#components/ui/text-link";
import { proofWords } from "#lib/signatures/words";
import type { Source } from "#lib/sources/contract";
import { sources } from "#lib/sources/index";

/** How the senders of each source prove themselves, drawn from the sources. */
export function ProofTable() {
  return (
    <Card>
      <Table label="Signatures">
        <thead>
          <tr>
            <Th>Source</Th>
            <Th>Its sender sends</Th>
            <Th>A repeat is known by</Th>
          </tr>
        </thead>
        <tbody>
          {signing.map((source) => (
            <Tr key={source.id}>
              <Td className="min-w-32">
                <TextLink href={`/docs/sources/${source.id}` as Route}>{source.name}</TextLink>
              </Td>
              <Td className="min-w-64">{proofOf(source)}</Td>
              <Td className="min-w-32">{repeatOf(source)}</Td>
            </Tr>
          ))}
          <Tr>
            <Td>All others</Td>
            <Td>{capital(proofWords())}: sha256= and the hex, or the bare hex</Td>
            <Td>{null}</Td>
          </Tr>
        </tbody>
      </Table>
    </Card>
  );
}

const signing = sources.filter(({ signature, deliveryId }) => signature || deliveryId);

function proofOf({ signature }: Source): string {
  const always = signature?.kind === "sns" ? "; it is always checked" : "";
  return `${capital(proofWords(signature))}${always}`;
}

function repeatOf({ deliveryId }: Source): string | null {
  if (!deliveryId) return null;
  return "header" in deliveryId ? deliveryId.header : `${deliveryId.path} in the body`;
}

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
