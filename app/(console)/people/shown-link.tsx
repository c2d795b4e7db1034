"use client";

import { Button } from "#components/ui/button";
import { CopyValue } from "#components/ui/copy-value";
import { DialogBody, DialogClose, DialogContent, DialogFooter } from "#components/ui/dialog";
import type { InvitationLink } from "./actions";

/** The link that was just made, which is shown this once. */
export function ShownLink({ link }: { link: InvitationLink }) {
  return (
    <DialogContent
      title={`Send this link to ${link.name}`}
      description="It works once, for seven days, and is not shown again. Whoever has it can sign in as them, so send it where only they read."
    >
      <DialogBody>
        <CopyValue value={link.url} label="the link" />
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button variant="primary">Done</Button>
        </DialogClose>
      </DialogFooter>
    </DialogContent>
  );
}
