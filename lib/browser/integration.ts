import type { z } from "zod";
import type { integrationAnswer, requestAnswer, requestDetailAnswer } from "#lib/integrations/schema";

/** An integration as the browser has it: the API's answer. */
export type Integration = z.output<typeof integrationAnswer>;
/** A received request as the log shows it. */
export type ReceivedRequest = z.output<typeof requestAnswer>;
/** The same with all that was received. */
export type ReceivedRequestDetail = z.output<typeof requestDetailAnswer>;
