"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { twMerge } from "tailwind-merge";
import { Button } from "#components/ui/button";
import { useFocusBack } from "#components/ui/focus-back";

/** `<Dialog open onOpenChange><DialogTrigger asChild>…</DialogTrigger><DialogContent title="…">…</DialogContent></Dialog>` */
export const Dialog = Radix.Root;
export const DialogTrigger = Radix.Trigger;
export const DialogClose = Radix.Close;

type Props = Omit<ComponentProps<typeof Radix.Content>, "title"> & {
  title: ReactNode;
  description?: ReactNode;
  size?: "small" | "medium" | "large";
};

const widths = { small: "sm:max-w-sm", medium: "sm:max-w-lg", large: "sm:max-w-3xl" };

/** The window itself: in the middle on a desk, from the bottom edge on a phone. */
export function DialogContent({ title, description, size = "medium", className, children, ...rest }: Props) {
  const { onOpen, onCloseAutoFocus } = useFocusBack();
  return (
    <Radix.Portal>
      <Radix.Overlay className="data-[state=open]:fade-in-0 data-[state=closed]:fade-out-0 fixed inset-0 z-50 bg-overlay duration-100 data-[state=closed]:animate-out data-[state=open]:animate-in" />
      <Radix.Content
        {...(description ? {} : { "aria-describedby": undefined })}
        onOpenAutoFocus={(event) => {
          onOpen();
          focusFirst(event);
        }}
        onCloseAutoFocus={onCloseAutoFocus}
        className={twMerge(
          "data-[state=open]:fade-in-0 data-[state=closed]:fade-out-0 fixed inset-x-0 bottom-0 z-50 flex max-h-[90dvh] flex-col rounded-t-md border bg-raised shadow-raised duration-100 focus:outline-none data-[state=closed]:animate-out data-[state=open]:animate-in sm:inset-x-4 sm:top-[12dvh] sm:bottom-auto sm:mx-auto sm:max-h-[76dvh] sm:rounded-md",
          widths[size],
          className,
        )}
        {...rest}
      >
        <header className="flex items-start justify-between gap-4 px-4 pt-3.5 pb-1">
          <div className="min-w-0 pt-1">
            <Radix.Title className="font-medium text-lg leading-6">{title}</Radix.Title>
            {description && <Radix.Description className="mt-1 text-muted text-sm">{description}</Radix.Description>}
          </div>
          <Radix.Close asChild>
            <Button variant="ghost" size="icon" aria-label="Close">
              <X aria-hidden />
            </Button>
          </Radix.Close>
        </header>
        <div data-dialog-content className="flex min-h-0 flex-col">
          {children}
        </div>
      </Radix.Content>
    </Radix.Portal>
  );
}

// The first thing to choose or fill in, and not the cross that closes.
function focusFirst(event: Event) {
  const first =
    event.target instanceof HTMLElement
      ? event.target.querySelector<HTMLElement>("[data-dialog-content] :is(input, select, textarea, button, a[href])")
      : null;
  if (!first) return;
  event.preventDefault();
  first.focus();
}

/** What the dialog holds; scrolls when it is long. */
export function DialogBody({ className, ...rest }: ComponentProps<"div">) {
  return <div className={twMerge("flex min-h-0 flex-col gap-4 overflow-y-auto px-4 py-3", className)} {...rest} />;
}

/** Its buttons, the main one last. */
export function DialogFooter({ className, ...rest }: ComponentProps<"footer">) {
  return (
    <footer
      className={twMerge(
        "flex flex-wrap justify-end gap-2 border-t px-4 py-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] max-sm:[&>*]:flex-1",
        className,
      )}
      {...rest}
    />
  );
}
