type Sent = { method: string; url: string; headers: Record<string, string>; body: string };

/** The request as a curl command; secrets stay hidden in it and must be filled in. */
export function asCurl({ method, url, headers, body }: Sent): string {
  const lines = [
    `curl -X ${method} ${quoted(url)}`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body ? [`--data-raw ${quoted(body)}`] : []),
  ];
  return lines.join(" \\\n  ");
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
