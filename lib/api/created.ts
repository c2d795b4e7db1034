/** The answer to a request that made something: 201 with what was made, and where it is when it can be asked for. */
export function created(body: object, location?: string): Response {
  return Response.json(body, { status: 201, headers: location ? { location } : {} });
}
