"use client";

import { type ReactNode, useState } from "react";
import { Button } from "#components/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter, DialogTrigger } from "#components/ui/dialog";

type Props = {
  /** The button that asks; left out when `open` is held by the caller. */
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** Names the thing: "Delete the integration Alertmanager prod?" */
  title: string;
  /** What will be gone, and what stays. */
  children: ReactNode;
  /** A verb with its object: "Delete integration". */
  action: string;
  tone?: "danger" | "primary";
  /** Its failure is said in the dialog, which then stays open. */
  onConfirm: () => Promise<void> | void;
};

/** Asks once before something that cannot be undone. */
export function ConfirmDialog({
  trigger,
  open: held,
  onOpenChange,
  title,
  children,
  action,
  tone = "danger",
  onConfirm,
}: Props) {
  const [ownOpen, setOwnOpen] = useState(false);
  const [working, setWorking] = useState(false);
  const [failure, setFailure] = useState<string>();
  const open = held ?? ownOpen;

  function show(next: boolean) {
    setFailure(undefined);
    setOwnOpen(next);
    onOpenChange?.(next);
  }

  async function confirm() {
    setWorking(true);
    setFailure(undefined);
    try {
      await onConfirm();
      show(false);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
    setWorking(false);
  }

  return (
    <Dialog open={open} onOpenChange={show}>
      {trigger && <DialogTrigger asChild>{trigger}</DialogTrigger>}
      <DialogContent title={title} size="small" role="alertdialog">
        <DialogBody className="text-muted text-sm">
          <div>{children}</div>
          {failure && (
            <p role="alert" className="text-triggered">
              {failure}
            </p>
          )}
        </DialogBody>
        <DialogFooter>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button variant={tone} loading={working} onClick={confirm}>
            {action}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
