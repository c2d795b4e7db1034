import type { ReactNode } from "react";
import { LinkTabs } from "#components/ui/link-tabs";
import { PageHeader } from "#components/ui/page-header";
import { permit } from "#lib/auth/permit";

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  await permit("admin");
  const tabs = [
    { label: "Company", href: "/settings" as const },
    { label: "API keys", href: "/settings/api-keys" as const },
  ];
  return (
    <>
      <PageHeader title="Settings" />
      <LinkTabs label="Settings" tabs={tabs} className="mb-5" />
      {children}
    </>
  );
}
