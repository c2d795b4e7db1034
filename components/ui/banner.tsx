import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { twMerge } from "tailwind-merge";

const tones = {
  info: { icon: Info, colour: "text-snoozed", ground: "border-snoozed/30 bg-snoozed-soft" },
  success: { icon: CircleCheck, colour: "text-resolved", ground: "border-resolved/30 bg-resolved-soft" },
  warning: { icon: TriangleAlert, colour: "text-acknowledged", ground: "border-acknowledged/30 bg-acknowledged-soft" },
  danger: { icon: CircleAlert, colour: "text-triggered", ground: "border-triggered/30 bg-triggered-soft" },
};

type Props = {
  tone?: keyof typeof tones;
  title?: string;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
};

/** A sentence that belongs to the whole page or card and stays. */
export function Banner({ tone = "info", title, children, action, className }: Props) {
  const { icon: Icon, colour, ground } = tones[tone];
  return (
    <div className={twMerge("flex gap-2.5 rounded-md border p-3 text-sm", ground, className)}>
      <Icon aria-hidden className={twMerge("mt-0.5 size-4 shrink-0", colour)} />
      <div className="min-w-0 flex-1">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className={title ? "text-muted" : undefined}>{children}</div>}
      </div>
      {action && <div className="shrink-0">{action}</div>}
    </div>
  );
}
