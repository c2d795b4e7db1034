import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { twMerge } from "tailwind-merge";

/** What ties a control to its label, hint and error; spread it on the control. */
export type ControlProps = {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
  "aria-required": true | undefined;
};

type Props = {
  label: ReactNode;
  /** One or two sentences below the control. */
  hint?: ReactNode;
  /** What is wrong and what to do, in words. */
  error?: string | undefined;
  required?: boolean;
  /** Written after the label where most fields of the form are required. */
  optional?: boolean;
  className?: string;
  children: (control: ControlProps) => ReactNode;
};

/** Label above, control, error or hint below: `<Field label="Name" error={…}>{(control) => <Input {...control} name="name" />}</Field>`. */
export function Field({ label, hint, error, required = false, optional = false, className, children }: Props) {
  const id = useId();
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return (
    <div className={twMerge("flex flex-col gap-1.5", className)}>
      <label htmlFor={id} className="font-medium text-sm">
        {label}
        {optional && <span className="ml-1.5 font-normal text-faint">optional</span>}
      </label>
      {children({
        id,
        "aria-describedby": described || undefined,
        "aria-invalid": error ? true : undefined,
        "aria-required": required || undefined,
      })}
      {error && (
        <p id={`${id}-error`} className="flex gap-1.5 text-sm text-triggered">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {error}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="text-muted text-sm">
          {hint}
        </p>
      )}
    </div>
  );
}

/** A checkbox or switch with its label beside it: `<InlineField label="Verify TLS">{(control) => <Switch {...control} />}</InlineField>`. */
export function InlineField({ label, hint, error, className, children }: Omit<Props, "required" | "optional">) {
  const id = useId();
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return (
    <div className={twMerge("flex gap-2.5", className)}>
      <span className="flex h-5 items-center">
        {children({
          id,
          "aria-describedby": described || undefined,
          "aria-invalid": error ? true : undefined,
          "aria-required": undefined,
        })}
      </span>
      <div className="flex min-w-0 flex-col gap-0.5">
        <label htmlFor={id} className="font-medium text-sm">
          {label}
        </label>
        {error && (
          <p id={`${id}-error`} className="text-sm text-triggered">
            {error}
          </p>
        )}
        {hint && (
          <p id={`${id}-hint`} className="text-muted text-sm">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
