import { health } from "#lib/health";

export const dynamic = "force-dynamic";

/** 503 when the database cannot be reached. What is merely late is said in words: taking a web process away would not help. */
export async function GET(): Promise<Response> {
  const answer = await health();
  return Response.json(answer, {
    status: answer.status === "down" ? 503 : 200,
    headers: { "cache-control": "no-store" },
  });
}
