export const dynamic = "force-dynamic";

export function POST(): Response {
  return new Response(null, { status: 202 });
}
