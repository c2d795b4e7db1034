"use client";

import { Badge } from "#components/ui/badge";
import { Button } from "#components/ui/button";
import { ConfirmDialog } from "#components/ui/confirm-dialog";
import { Table, Td, Th, Tr } from "#components/ui/table";
import { Time } from "#components/ui/time";
import { notify } from "#components/ui/toast";
import type { ListedKey } from "#lib/auth/list-api-keys";
import { scopeTexts } from "#lib/auth/roles";
import { askAction } from "#lib/browser/ask-action";
import { revokeKey } from "./actions";

type Key = ListedKey & { isOver: boolean };

/** The keys that were not revoked. Narrow screens show the rest of a row below its name. */
export function KeyTable({ keys }: { keys: Key[] }) {
  return (
    <Table label="API keys">
      <thead>
        <tr>
          <Th>Name</Th>
          <Th className="max-sm:hidden">Scope</Th>
          <Th className="max-md:hidden">Made</Th>
          <Th className="max-sm:hidden">Expires</Th>
          <Th className="max-md:hidden">Last used</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <Tr key={key.id ?? key.name}>
            <Td>
              <div className="py-1">
                <div className="font-medium">{key.id === null ? "From the environment" : key.name}</div>
                <code className="text-muted text-xs">sk_live_…{key.ending}</code>
                <div className="text-muted text-xs sm:hidden">
                  {scopesOf(key)} · <Expiry keyRow={key} />
                </div>
                {key.id === null && (
                  <p className="max-w-prose whitespace-normal text-muted text-xs">
                    To remove it, take <code>{key.name}</code> out of the environment and restart Tocsin.
                  </p>
                )}
              </div>
            </Td>
            <Td className="max-sm:hidden">{scopesOf(key)}</Td>
            <Td className="text-muted max-md:hidden">
              {key.createdAt ? <Time at={key.createdAt} /> : "–"}
              {key.createdBy && ` · ${key.createdBy}`}
            </Td>
            <Td className="text-muted max-sm:hidden">
              <Expiry keyRow={key} />
            </Td>
            <Td className="text-muted max-md:hidden">{key.lastUsedAt ? <Time at={key.lastUsedAt} /> : "never"}</Td>
            <Td className="w-0 text-right">{key.id !== null && <Revoke id={key.id} name={key.name} />}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

const scopesOf = (key: Key) => key.scopes.map((scope) => scopeTexts[scope].label).join(", ");

function Expiry({ keyRow }: { keyRow: Key }) {
  if (keyRow.isOver) return <Badge tone="amber">Expired</Badge>;
  return keyRow.expiresAt ? <Time at={keyRow.expiresAt} /> : "never expires";
}

function Revoke({ id, name }: { id: string; name: string }) {
  async function revoke() {
    const told = await askAction(() => revokeKey(id));
    if (told.message) throw new Error(told.message);
    notify(`The key ${name} is revoked`);
  }
  return (
    <ConfirmDialog
      trigger={<Button size="small">Revoke</Button>}
      title={`Revoke the key ${name}?`}
      action="Revoke key"
      onConfirm={revoke}
    >
      Whatever uses it is refused within seconds. This cannot be undone.
    </ConfirmDialog>
  );
}
