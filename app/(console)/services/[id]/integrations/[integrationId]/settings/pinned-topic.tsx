"use client";

import { Button } from "#components/ui/button";
import { ConfirmDialog } from "#components/ui/confirm-dialog";
import { notify } from "#components/ui/toast";
import { askAction } from "#lib/browser/ask-action";
import { forgetTopic } from "../../actions";

type Props = { id: string; topic: string | null; mayChange: boolean };

/** The Amazon SNS topic that alone is heard, and a way to hear another one. */
export function PinnedTopic({ id, topic, mayChange }: Props) {
  if (topic === null)
    return <p className="text-muted">The first topic whose subscription is confirmed is kept here.</p>;
  async function forget() {
    const { message } = await askAction(() => forgetTopic(id));
    if (message) throw new Error(message);
    notify("The topic is forgotten", { description: "The next one that is confirmed is heard." });
  }
  return (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <p className="min-w-0 break-all">
        Only <code>{topic}</code> is heard.
      </p>
      {mayChange && (
        <ConfirmDialog
          trigger={<Button>Forget topic</Button>}
          title="Forget this topic?"
          action="Forget topic"
          onConfirm={forget}
        >
          Until another subscription is confirmed, messages of every topic that is sent here are taken.
        </ConfirmDialog>
      )}
    </div>
  );
}
