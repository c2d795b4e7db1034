import { twMerge } from "tailwind-merge";

/** Tocsin's own sign, a bell. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" className={twMerge("size-6 shrink-0", className)}>
      <rect width="32" height="32" rx="7" className="fill-accent" />
      <path
        className="fill-on-accent"
        d="M16 5.5a1.7 1.7 0 0 1 1.7 1.7v.9c3.4.8 5.3 3.6 5.3 7.4v3.6l2.1 2.9a1 1 0 0 1-.8 1.6H7.7a1 1 0 0 1-.8-1.6L9 19.1v-3.6c0-3.8 1.9-6.6 5.3-7.4v-.9A1.7 1.7 0 0 1 16 5.5z"
      />
      <path
        className="fill-none stroke-on-accent"
        strokeWidth="2"
        strokeLinecap="round"
        d="M13.4 26a2.9 2.9 0 0 0 5.2 0"
      />
    </svg>
  );
}
