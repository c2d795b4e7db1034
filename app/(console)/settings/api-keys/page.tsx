import { KeyRound } from "lucide-react";
import type { Metadata } from "next";
import { Card, CardHeader } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { listApiKeys } from "#lib/auth/list-api-keys";
import { permit } from "#lib/auth/permit";
import { now } from "#lib/clock";
import { CreateKey } from "./create-key";
import { KeyTable } from "./key-table";

export const metadata: Metadata = { title: "API keys" };

export default async function ApiKeysPage() {
  await permit("admin");
  const at = now();
  const keys = (await listApiKeys()).map((key) => ({ ...key, isOver: key.expiresAt !== null && key.expiresAt <= at }));
  return (
    <Card>
      <CardHeader
        title="API keys"
        description="For scripts and tools that call Tocsin with Authorization: Bearer sk_live_…"
        actions={keys.length > 0 && <CreateKey />}
      />
      {keys.length > 0 ? (
        <KeyTable keys={keys} />
      ) : (
        <EmptyState icon={<KeyRound />} title="No API keys yet" action={<CreateKey />}>
          A key lets a script read incidents, configure services or send events. Give each program its own, with the
          least it needs.
        </EmptyState>
      )}
    </Card>
  );
}
