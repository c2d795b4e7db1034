import type { ReactNode } from "react";
import { permit } from "#lib/auth/permit";

/** As the layout above, for those who may add one. */
export default async function AddIntegrationLayout({ children }: { children: ReactNode }) {
  await permit("admin");
  return children;
}
