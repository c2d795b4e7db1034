"use client";

import { useRouter } from "next/navigation";
import { Button } from "#components/ui/button";
import { ConfirmDialog } from "#components/ui/confirm-dialog";
import { notify } from "#components/ui/toast";
import type { Destination } from "#lib/browser/destination";
import { plural } from "#lib/format";
import { galleryAt } from "../addresses";
import { disableDestination, removeDestination } from "../destination-verbs";
import { EnableDialog } from "../enable-dialog";

/** What an admin may do to a whole integration. */
export function DestinationActions({ destination }: { destination: Destination }) {
  return (
    <>
      <DeleteButton destination={destination} />
      {destination.enabled ? <DisableButton destination={destination} /> : <EnableDialog destination={destination} />}
    </>
  );
}

function DisableButton({ destination: { id, name, health } }: { destination: Destination }) {
  const router = useRouter();
  const waiting = health.pending;
  async function disable() {
    await disableDestination(id);
    notify(`Disabled ${name}`);
    router.refresh();
  }
  return (
    <ConfirmDialog
      trigger={<Button>Disable</Button>}
      title={`Disable ${name}?`}
      action="Disable integration"
      tone="primary"
      onConfirm={disable}
    >
      <p>Nothing is sent from now on. The settings and the log are kept, and it can be enabled again at any time.</p>
      {waiting > 0 && (
        <p className="mt-2">
          {plural(waiting, "message")} waiting now will be discarded; they can be recovered when it is enabled again.
        </p>
      )}
    </ConfirmDialog>
  );
}

function DeleteButton({ destination: { id, name, health } }: { destination: Destination }) {
  const router = useRouter();
  async function remove() {
    await removeDestination(id);
    notify(`Deleted ${name}`);
    router.push(galleryAt);
  }
  return (
    <ConfirmDialog
      trigger={<Button>Delete</Button>}
      title={`Delete ${name}?`}
      action="Delete integration"
      onConfirm={remove}
    >
      <p>Its settings, its secrets and its delivery log are gone for good.</p>
      {health.pending > 0 && (
        <p className="mt-2">{plural(health.pending, "message")} waiting now will never be sent.</p>
      )}
      <p className="mt-2">To stop it for a while, disable it instead.</p>
    </ConfirmDialog>
  );
}
