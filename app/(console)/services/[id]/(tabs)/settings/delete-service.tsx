"use client";

import { useRouter } from "next/navigation";
import { Button } from "#components/ui/button";
import { ConfirmDialog } from "#components/ui/confirm-dialog";
import { notify } from "#components/ui/toast";
import { askAction } from "#lib/browser/ask-action";
import { deleteService } from "../../../actions";

export function DeleteService({ id, name }: { id: string; name: string }) {
  const router = useRouter();
  async function remove() {
    const { message } = await askAction(() => deleteService(id));
    if (message) throw new Error(message);
    notify(`Deleted the service ${name}`);
    router.replace("/services");
  }
  return (
    <ConfirmDialog
      trigger={<Button variant="danger">Delete service</Button>}
      title={`Delete the service ${name}?`}
      action="Delete service"
      onConfirm={remove}
    >
      Its integrations are deleted too, and what their senders post is answered with 404. Incidents stay. This cannot be
      undone.
    </ConfirmDialog>
  );
}
