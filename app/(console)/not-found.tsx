import { SearchX } from "lucide-react";
import Link from "next/link";
import { Button } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";

export default function ConsoleNotFound() {
  return (
    <EmptyState
      wholePage
      icon={<SearchX />}
      title="There is nothing at this address"
      action={
        <Button asChild>
          <Link href="/incidents">Go to the incidents</Link>
        </Button>
      }
    >
      It may have been deleted, or the address was mistyped.
    </EmptyState>
  );
}
