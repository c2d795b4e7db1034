import type { z } from "zod";
import { isTooDeep, maxDepth } from "#lib/intake/nesting";
import { parseJson } from "#lib/reading/parse-json";
import { Refusal } from "#lib/refusal";

export const maxBodyBytes = 1_048_576;

/** The JSON body of a request, as `schema` reads it. An empty body counts as {}. */
export async function readBody<Schema extends z.ZodType>(request: Request, schema: Schema): Promise<z.output<Schema>> {
  const text = textOf(await boundedBody(request));
  if (isTooDeep(text))
    throw new Refusal("bad_request", `The body is nested more than ${maxDepth} levels deep. Send it flatter.`);
  const value: unknown = text.trim() === "" ? {} : parse(text);
  refuseOddText(value, []);
  return schema.parse(value);
}

async function boundedBody(request: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > maxBodyBytes) throw new Refusal("too_large", "The body is larger than 1 MiB. Send less at once.");
  }
  return Buffer.concat(chunks);
}

function textOf(body: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw new Refusal("bad_request", "The body is not UTF-8 text. Send JSON encoded as UTF-8.");
  }
}

function parse(text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    throw new Refusal(
      "bad_request",
      `The body is not JSON: ${error instanceof SyntaxError ? error.message : "it cannot be read"}.`,
    );
  }
}

// Postgres stores neither; a caller learns it here instead of finding other text than was sent.
function refuseOddText(value: unknown, path: string[]): void {
  if (typeof value === "string" && !isStorable(value)) throw oddText(path);
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (!isStorable(key)) throw oddText(path);
    refuseOddText(inner, [...path, key]);
  }
}

const isStorable = (text: string) => !text.includes("\0") && text.isWellFormed();

function oddText(path: string[]): Refusal {
  const problem = "Text may hold neither NUL characters nor half surrogate pairs. Remove them.";
  return new Refusal("invalid", problem, { fields: { [path.join(".")]: problem } });
}
