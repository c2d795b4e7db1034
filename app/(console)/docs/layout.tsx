import type { ReactNode } from "react";
import { LinkTabs } from "#components/ui/link-tabs";

export default function DocsLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <LinkTabs
        label="Documentation"
        className="mb-4"
        tabs={[
          { label: "Sending alerts", href: "/docs/sending" },
          { label: "Sources", href: "/docs/sources" },
          { label: "API", href: "/docs/api" },
        ]}
      />
      {children}
    </>
  );
}
