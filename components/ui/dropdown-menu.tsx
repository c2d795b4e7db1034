"use client";

import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { twMerge } from "tailwind-merge";

const entryClass =
  "touch relative flex h-8 cursor-pointer select-none items-center gap-2 rounded-sm px-2 text-sm outline-none data-[disabled]:cursor-not-allowed data-[highlighted]:bg-hover data-[disabled]:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0";

/** `<Menu><MenuTrigger asChild><Button/></MenuTrigger><MenuContent><MenuEntry onSelect>…</MenuEntry></MenuContent></Menu>` */
export function Menu(props: ComponentProps<typeof Radix.Root>) {
  // A modal one hides the page from readers while links in it can still be reached.
  return <Radix.Root modal={false} {...props} />;
}

export const MenuTrigger = Radix.Trigger;
export const MenuRadioGroup = Radix.RadioGroup;

export function MenuContent({
  className,
  align = "end",
  sideOffset = 4,
  ...rest
}: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        align={align}
        sideOffset={sideOffset}
        collisionPadding={8}
        className={twMerge(
          "data-[state=open]:fade-in-0 z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 max-w-80 overflow-y-auto rounded-md border bg-raised p-1 shadow-raised duration-100 data-[state=open]:animate-in",
          className,
        )}
        {...rest}
      />
    </Radix.Portal>
  );
}

/** One entry. `tone="danger"` for what destroys; `asChild` around a link. */
export function MenuEntry({ tone, className, ...rest }: ComponentProps<typeof Radix.Item> & { tone?: "danger" }) {
  return <Radix.Item className={twMerge(entryClass, tone === "danger" && "text-triggered", className)} {...rest} />;
}

export function MenuRadioEntry({ className, children, ...rest }: ComponentProps<typeof Radix.RadioItem>) {
  return (
    <Radix.RadioItem className={twMerge(entryClass, "pl-8", className)} {...rest}>
      <Radix.ItemIndicator className="absolute left-2">
        <Check aria-hidden />
      </Radix.ItemIndicator>
      {children}
    </Radix.RadioItem>
  );
}

export function MenuCheckboxEntry({ className, children, ...rest }: ComponentProps<typeof Radix.CheckboxItem>) {
  return (
    <Radix.CheckboxItem className={twMerge(entryClass, "pl-8", className)} {...rest}>
      <Radix.ItemIndicator className="absolute left-2">
        <Check aria-hidden />
      </Radix.ItemIndicator>
      {children}
    </Radix.CheckboxItem>
  );
}

export function MenuLabel({ className, ...rest }: ComponentProps<typeof Radix.Label>) {
  return <Radix.Label className={twMerge("px-2 py-1.5 text-faint text-xs", className)} {...rest} />;
}

export function MenuSeparator({ className, ...rest }: ComponentProps<typeof Radix.Separator>) {
  return <Radix.Separator className={twMerge("-mx-1 my-1 h-px bg-line", className)} {...rest} />;
}
