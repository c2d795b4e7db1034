import type { Metadata } from "next";
import Link from "next/link";
import { Mark } from "#components/mark";
import { Button } from "#components/ui/button";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-4 p-6 text-center">
      <Mark className="size-10" />
      <div>
        <h1 className="font-semibold text-xl">There is nothing at this address</h1>
        <p className="mt-1 text-muted">It may have been deleted, or the address was mistyped.</p>
      </div>
      <Button asChild>
        <Link href="/incidents">Go to the incidents</Link>
      </Button>
    </main>
  );
}
