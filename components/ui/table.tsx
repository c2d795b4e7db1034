import type { ComponentProps } from "react";
import { twMerge } from "tailwind-merge";

/** A dense table; scrolls sideways by itself on a narrow screen. Rows are 40 px. */
export function Table({ className, label, ...rest }: ComponentProps<"table"> & { label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard
    <section aria-label={label} tabIndex={0} className="overflow-x-auto focus-visible:-outline-offset-2">
      <table className={twMerge("w-full border-collapse text-left text-sm", className)} {...rest} />
    </section>
  );
}

export function Th({ className, scope = "col", ...rest }: ComponentProps<"th">) {
  return (
    <th
      scope={scope}
      className={twMerge(
        "h-9 whitespace-nowrap border-b px-3 font-medium text-muted text-xs first:pl-4 last:pr-4",
        className,
      )}
      {...rest}
    />
  );
}

export function Tr({ className, ...rest }: ComponentProps<"tr">) {
  return <tr className={twMerge("border-b last:border-b-0 hover:bg-hover/60", className)} {...rest} />;
}

export function Td({ className, ...rest }: ComponentProps<"td">) {
  return <td className={twMerge("h-10 px-3 py-1.5 first:pl-4 last:pr-4", className)} {...rest} />;
}
