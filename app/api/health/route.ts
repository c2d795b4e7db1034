import { permitApi } from "#lib/auth/permit";
import { health } from "#lib/health";

export const dynamic = "force-dynamic";

/**
 * 503 when alerts cannot be stored. What is merely late is not ok either, but answered 200: taking a web process away for it
 * would only lose alerts. Strangers learn no more than that; whoever may read the API is told what is wrong.
 */
export async function GET(request: Request): Promise<Response> {
  const begun = performance.now();
  const { isOk, canStore, problems, figures } = await health();
  const isInsider = figures !== null && (await mayRead(request, begun + longestMs));
  const body = { status: isOk ? "ok" : "not_ok", ...(isInsider && { problems, ...figures }) };
  const headers = { "cache-control": "no-store", ...(!canStore && { "retry-after": "5" }) };
  return Response.json(body, { status: canStore ? 200 : 503, headers });
}

const longestMs = 1_950;

/** Whoever cannot be recognised by then is a stranger. */
async function mayRead(request: Request, until: number): Promise<boolean> {
  if (!request.headers.has("authorization") && !request.headers.has("cookie")) return false;
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), until - performance.now());
  const known = permitApi(request, "observer").then(
    () => true,
    () => false,
  );
  const isKnown = await Promise.race([known, late]);
  clearTimeout(timer);
  return isKnown;
}
