import { Card } from "#components/ui/card";
import { alertPlaces } from "#lib/intake/endpoint";
import { findSource } from "#lib/sources/index";

/** Every path that alerts come in by, as intake itself knows them. */
export function AddressList() {
  return (
    <Card>
      <ul className="divide-y">
        {rows.map(({ path, methods, what }) => (
          <li key={path} className="flex flex-wrap items-baseline justify-between gap-x-4 px-4 py-1.5">
            <code className="break-all">{path}</code>
            <span className="text-muted text-xs">
              {what}, {methods}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

const opsgenie = [
  { path: "/v2/alerts…", methods: "as in Opsgenie’s documents", what: "Opsgenie Alert API" },
  { path: "/v2/heartbeats/{name}/ping", methods: "GET, POST, PUT, PATCH", what: "Opsgenie’s heartbeats" },
];

const rows = [
  ...alertPlaces.map(({ path, source, methods }) => ({
    path,
    methods: methods.join(", "),
    what: source === undefined ? "What the source sends" : (findSource(source)?.name ?? source),
  })),
  ...opsgenie,
];
