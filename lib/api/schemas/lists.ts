import { z } from "zod";
import { mostRequestsPerPage } from "#db/queries/requests";
import { mostServicesPerPage } from "#db/queries/services";
import { deliveryStates, outcomes } from "#db/vocabulary";
import { onOff, paging } from "#lib/api/read-query";

const mostAlertsPerPage = 100;
const mostDeliveriesPerPage = 100;

export const serviceQuery = z.strictObject({
  q: z.string().max(200).optional().meta({ description: "Part of a name or description." }),
  ...paging(mostServicesPerPage, 100),
});

export const serviceRemoval = z.strictObject({
  force: onOff.meta({ description: "Delete although incidents are open; they stay open, to be resolved by hand." }),
});

export const requestQuery = z.strictObject({
  outcome: z.enum(outcomes).optional(),
  ...paging(mostRequestsPerPage, 50),
});

export const alertQuery = z.strictObject(paging(mostAlertsPerPage, 25));

export const deliveryQuery = z.strictObject({
  state: z.enum(deliveryStates).optional(),
  ...paging(mostDeliveriesPerPage, 50),
});
