"use client";

import { useRouter } from "next/navigation";
import { Button } from "#components/ui/button";
import { ConfirmDialog } from "#components/ui/confirm-dialog";
import { notify } from "#components/ui/toast";
import { askAction } from "#lib/browser/ask-action";
import { integrationsAt } from "../../../../addresses";
import { deleteIntegration } from "../../actions";

export function DeleteIntegration({ id, serviceId, name }: { id: string; serviceId: string; name: string }) {
  const router = useRouter();
  async function remove() {
    const { message } = await askAction(() => deleteIntegration(id));
    if (message) throw new Error(message);
    notify(`Deleted the integration ${name}`);
    router.replace(integrationsAt(serviceId));
  }
  return (
    <ConfirmDialog
      trigger={<Button variant="danger">Delete integration</Button>}
      title={`Delete the integration ${name}?`}
      action="Delete integration"
      onConfirm={remove}
    >
      Its URL and key stop working, and what its senders post is answered with 404. Incidents and their alerts stay.
      This cannot be undone.
    </ConfirmDialog>
  );
}
