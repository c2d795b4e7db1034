import { Card, CardBody, CardHeader } from "#components/ui/card";
import { CopyButton } from "#components/ui/copy-button";
import { DefinitionList } from "#components/ui/definition-list";
import { Time } from "#components/ui/time";
import type { RequestDetail } from "#db/queries/requests";
import { bytes } from "#lib/format";
import { type BodyLines, mostDrawn } from "./body-lines";
import { MarkedBody } from "./marked-body";

type Props = {
  request: RequestDetail;
  lines: BodyLines /** Lines of the body that links lead to. */;
  marked: number[];
};

/** What was received, as it was received; secrets were taken out before it was kept. */
export function ReceivedSide({ request, lines, marked }: Props) {
  return (
    <Card>
      <CardHeader
        title="Request"
        description="Secrets in the address and the headers are taken out before it is kept."
      />
      <DefinitionList
        rows={[
          ["Received", <Time key="received" at={request.receivedAt} as="exact" />],
          ["Request", <Address key="address" request={request} />],
          [
            "From",
            <code key="from" className="text-xs">
              {request.ip}
            </code>,
          ],
          ["Id", <Id key="id" id={request.id} />],
        ]}
      />
      <Headers headers={request.headers} />
      <Body request={request} text={lines.text} marked={marked} />
    </Card>
  );
}

function Address({ request: { method, path, query } }: { request: RequestDetail }) {
  return (
    <code className="break-all text-xs">
      <strong className="font-semibold">{method}</strong> {path}
      {query && <span className="text-muted">?{query}</span>}
    </code>
  );
}

function Id({ id }: { id: string }) {
  return (
    <span className="flex items-center gap-1">
      <code className="break-all text-xs">{id}</code>
      <CopyButton text={id} label="Copy the id of the request" />
    </span>
  );
}

function Headers({ headers }: { headers: RequestDetail["headers"] }) {
  const entries = Object.entries(headers);
  return (
    <details className="border-t px-4 py-2 text-sm" open={entries.length <= 12}>
      <summary className="w-fit py-1 font-medium">
        {entries.length === 1 ? "1 header" : `${entries.length} headers`}
      </summary>
      <dl className="grid grid-cols-[minmax(6rem,auto)_1fr] gap-x-4 gap-y-1 py-1 font-mono text-xs">
        {entries.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="break-all">{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

type BodyProps = { request: RequestDetail; text: string; marked: number[] };

function Body({ request: { body, bodyEncoding }, text, marked }: BodyProps) {
  const size = bodyEncoding === "base64" ? Math.floor((body.length * 3) / 4) : Buffer.byteLength(body);
  const drawn = text.slice(0, mostDrawn);
  return (
    <CardBody className="space-y-2 border-t">
      <div className="flex items-center justify-between gap-2">
        <h3 className="font-medium text-sm">
          Body <span className="font-normal text-muted">{bytes(size)}</span>
        </h3>
        {body !== "" && <CopyButton text={body}>Copy as received</CopyButton>}
      </div>
      {bodyEncoding === "base64" && (
        <p className="text-muted text-sm">It is no UTF-8 text, so it is shown in base64.</p>
      )}
      {body === "" ? (
        <p className="text-muted text-sm">It has no body.</p>
      ) : (
        <MarkedBody text={drawn} marked={marked} wrap={bodyEncoding === "base64"} />
      )}
      {drawn.length < text.length && (
        <p className="text-muted text-sm">Only its beginning is shown. Copy it to see all of it.</p>
      )}
    </CardBody>
  );
}
