import { z } from "zod";
import { roles } from "#db/vocabulary";
import { defineEvent, eventActor, sampleActor } from "#lib/events/contract";

const integration = z.object({ id: z.string(), name: z.string(), type: z.string() });
const disabledIntegration = integration.extend({ reason: z.string() });
const person = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(roles),
  state: z.enum(["invited", "active", "disabled"]),
});

const anIntegration = { id: "01a1f6ea-5c00-7000-8000-000000000005", name: "Ops room", type: "webhook" };
const aPerson = {
  id: "01a1f6ea-5c00-7000-8000-000000000004",
  name: "Bob",
  email: "bob@example.com",
  role: "responder",
  state: "active",
} as const;

/** What happens to Tocsin itself, in the order of the form. */
export const systemEvents = [
  systemEvent({
    id: "system.integration_disabled",
    label: "Integration disabled",
    hint: "A person switched an integration off.",
    past: "was disabled",
    path: "/integrations",
    subject: disabledIntegration,
    sample: {
      summary: 'Integration "Ops room" was disabled by Alice',
      subject: { ...anIntegration, reason: "Disabled by Alice." },
    },
  }),
  systemEvent({
    id: "system.integration_broken",
    label: "Integration disabled automatically",
    hint: "Too many of its requests failed.",
    past: "was disabled automatically",
    path: "/integrations",
    subject: disabledIntegration,
    sample: {
      summary: 'Integration "Ops room" was disabled: 120 of 120 requests failed in 24 hours (100 %).',
      subject: { ...anIntegration, reason: "120 of 120 requests failed in 24 hours (100 %)." },
    },
  }),
  systemEvent({
    id: "system.integration_blocked",
    label: "Integration credentials refused",
    hint: "Its messages are held until the credentials are corrected.",
    past: "was refused its credentials",
    path: "/integrations",
    subject: disabledIntegration,
    sample: {
      summary: 'Integration "Ops room" cannot send: the API key is not valid.',
      subject: { ...anIntegration, reason: "The API key is not valid." },
    },
  }),
  systemEvent({
    id: "system.integration_deleted",
    label: "Integration deleted",
    hint: "A person removed an integration.",
    past: "was deleted",
    path: "/integrations",
    subject: integration,
    sample: { summary: 'Integration "Ops room" was deleted by Alice', subject: anIntegration },
  }),
  systemEvent({
    id: "system.user_created",
    label: "Person added",
    hint: "Somebody was invited.",
    past: "was added",
    path: "/people",
    subject: person,
    sample: { summary: "Alice invited Bob as Responder", subject: { ...aPerson, state: "invited" } },
  }),
  systemEvent({
    id: "system.user_updated",
    label: "Person changed",
    hint: "A role or a name was changed.",
    past: "was changed",
    path: "/people",
    subject: person,
    sample: { summary: "Alice made Bob Responder", subject: aPerson },
  }),
  systemEvent({
    id: "system.user_deleted",
    label: "Person disabled",
    hint: "Somebody can no longer sign in.",
    past: "was disabled",
    path: "/people",
    subject: person,
    sample: { summary: "Alice disabled Bob", subject: { ...aPerson, state: "disabled" } },
  }),
];

type SystemEventSpec<Id extends string, Subject extends z.ZodObject> = {
  id: Id;
  label: string;
  hint: string;
  past: string;
  path: string;
  subject: Subject;
  sample: { summary: string; subject: z.input<Subject> };
};

function systemEvent<Id extends string, Subject extends z.ZodObject>(spec: SystemEventSpec<Id, Subject>) {
  const { id, label, hint, past, path, subject, sample } = spec;
  return defineEvent({
    ...{ id, label, hint, past, group: "System related" as const },
    // The verb that writes it says what happened, in a sentence of its own.
    payload: z.object({ actor: eventActor, summary: z.string(), subject }),
    facets: () => ({}),
    tell: ({ summary }) => ({ summary, path }),
    sample: () => ({ actor: sampleActor, ...sample }),
  });
}
