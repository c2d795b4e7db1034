import type { ReactNode } from "react";
import { Mark } from "#components/mark";

// What these pages show depends on whether there is a company yet; nothing of them may be made at build time.
export const dynamic = "force-dynamic";

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 pt-[max(2rem,12dvh)] pb-8">
      <div className="mb-6 flex items-center gap-2.5">
        <Mark className="size-8" />
        <span className="font-semibold text-xl tracking-tight">Tocsin</span>
      </div>
      <div className="w-full max-w-sm">{children}</div>
    </main>
  );
}
