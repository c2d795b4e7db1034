import { Plug, Sparkles } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { PageHeader } from "#components/ui/page-header";
import { SourceLogo } from "#components/ui/source-logo";
import { findSource } from "#lib/sources/index";
import { ShowMe } from "./show-me";
import { Tile } from "./tile";

/** The first thing after setting Tocsin up: three ways to a first incident. */
export function FirstService() {
  const alertmanager = findSource("prometheus");
  return (
    <div className="mx-auto max-w-4xl md:pt-8">
      <PageHeader
        title="Add your first service"
        description="A service is the thing that can be down. It has integrations: addresses that your monitoring tools post to. What they report becomes an incident here."
      />
      <ul className="grid gap-3 md:grid-cols-3">
        <Way>
          <Link href={{ pathname: "/services/new", query: { type: "prometheus" } }} className="block h-full rounded-md">
            <Tile
              icon={<SourceLogo icon={alertmanager?.icon} name="Alertmanager" />}
              title="I use Alertmanager"
              action="Name the service"
            >
              You get the receiver for your alertmanager.yml, filled in and ready to paste.
            </Tile>
          </Link>
        </Way>
        <Way>
          <Link href="/services/new" className="block h-full rounded-md">
            <Tile icon={<Plug />} title="Something else" action="Name the service">
              Pick your tool from the gallery. Anything that can send JSON works with the generic webhook.
            </Tile>
          </Link>
        </Way>
        <Way>
          <ShowMe>
            <Tile icon={<Sparkles />} title="Just show me" action="Send a sample alert">
              Tocsin makes an example service, sends a sample alert through it, and you acknowledge your first incident.
            </Tile>
          </ShowMe>
        </Way>
      </ul>
    </div>
  );
}

const Way = ({ children }: { children: ReactNode }) => <li className="min-w-0">{children}</li>;
