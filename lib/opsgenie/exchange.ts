import type { Sender } from "#lib/intake/authenticate";
import type { RawRequest } from "#lib/intake/raw";
import type { Call } from "#lib/opsgenie/calls";

export type IntegrationSender = Extract<Sender, { kind: "integration" }>;

/** A request of an Opsgenie client and what is known of it so far. */
export type Exchange = {
  request: RawRequest;
  receivedAt: Date;
  requestId: string;
  call?: Call;
  sender?: IntegrationSender;
};

/** One that is let in: what it asks for, on whose behalf, and the fields of its query and body. */
export type Admitted = Exchange & { call: Call; sender: IntegrationSender; input: Record<string, unknown> };
