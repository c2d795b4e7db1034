import { SearchX } from "lucide-react";
import Link from "next/link";
import { Button } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";

export default function NoSuchService() {
  return (
    <>
      <h1 className="sr-only">There is no such service</h1>
      <EmptyState
        icon={<SearchX />}
        title="There is no such service"
        action={
          <Button asChild>
            <Link href="/services">Go to the services</Link>
          </Button>
        }
      >
        It, or the integration or request that the address names, was deleted, or the address was mistyped.
      </EmptyState>
    </>
  );
}
