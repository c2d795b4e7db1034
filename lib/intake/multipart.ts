/**
 * The text fields of a multipart form, or undefined when the text is not one. The boundary is read off the first line,
 * so that a sender that forgets to declare it is understood too. Files are read as text like any field.
 */
export function multipartFields(text: string, contentType: string): [string, string][] | undefined {
  const boundary = boundaryOf(text, contentType);
  if (boundary === undefined) return undefined;
  return text
    .split(`--${boundary}`)
    .slice(1, mostParts + 1)
    .flatMap(fieldOf);
}

const mostParts = 200;

function boundaryOf(text: string, contentType: string): string | undefined {
  const declared = /boundary=(?:"([^"]{1,100})"|([^\s;,]{1,100}))/i.exec(contentType);
  const [, first] = /^--([^\r\n]{1,100})\r?\ncontent-disposition:/i.exec(text) ?? [];
  const boundary = declared?.[1] ?? declared?.[2] ?? first;
  return boundary !== undefined && text.includes(`--${boundary}`) ? boundary : undefined;
}

function fieldOf(part: string): [string, string][] {
  const [, head, value] = /^\r?\n([\s\S]*?)\r?\n\r?\n([\s\S]*?)\r?\n?$/.exec(part) ?? [];
  const name = /;\s*name=(?:"([^"]*)"|([^\s;]+))/i.exec(head ?? "");
  const field = name?.[1] ?? name?.[2];
  return field !== undefined && value !== undefined ? [[field, value]] : [];
}
