import { listPeople } from "#db/queries/people";
import { apiRoute, methods } from "#lib/api/route";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: apiRoute("observer", async ({ now }) => {
    const people = await listPeople(now);
    return {
      data: people.map(({ id, name, email, role, state }) => ({ id, name, email, role, state })),
      nextCursor: null,
    };
  }),
});
