import type { z } from "zod";
import type {
  checkAnswer,
  deliveryAnswer,
  deliveryDetailAnswer,
  destinationAnswer,
  testAnswer,
} from "#lib/destinations/schema";

/** An outbound integration as the browser has it: the API's answer. */
export type Destination = z.output<typeof destinationAnswer>;
/** What came of a test message. */
export type TestResult = z.output<typeof testAnswer>;
/** What came of a silent check of credentials. */
export type CheckResult = z.output<typeof checkAnswer>;
/** A message on its way to a destination, as the log shows it. */
export type Delivery = z.output<typeof deliveryAnswer>;
/** The same with every try. */
export type DeliveryDetail = z.output<typeof deliveryDetailAnswer>;
export type Attempt = DeliveryDetail["attempts"][number];
