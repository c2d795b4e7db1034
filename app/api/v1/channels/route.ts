import { apiRoute, methods } from "#lib/api/route";
import { channels } from "#lib/channels/index";
import { cardOf } from "#lib/destinations/channel-card";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: apiRoute("observer", async () => ({ data: channels.map(cardOf), nextCursor: null })),
});
