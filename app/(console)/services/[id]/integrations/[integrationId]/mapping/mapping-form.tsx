import { twMerge } from "tailwind-merge";
import { ConfigField } from "#components/forms/config-field";
import { fieldAnchor } from "#components/forms/config-fields";
import { Card, CardBody, CardHeader } from "#components/ui/card";
import { FormSummary } from "#components/ui/form-summary";
import { problemOf } from "#lib/forms/config-values";
import type { Field } from "#lib/forms/fields-of";
import type { MappingDraft } from "./use-mapping-draft";

type Props = {
  fields: readonly Field[];
  draft: MappingDraft;
  /** What is wrong, by the name of the field. */
  problems: Record<string, string>;
  /** The field that a picked value goes into. */
  target: Field | undefined;
  onTarget: (name: string) => void;
};

/** The fields of the mapping under their headings. */
export function MappingFields({ fields, draft, problems, target, onTarget }: Props) {
  return Object.entries(Object.groupBy(fields, ({ group }) => group ?? "Mapping")).map(([group, own = []]) => (
    <Card key={group}>
      <CardHeader title={group} />
      <CardBody className="space-y-5">
        {own.map((field) => (
          <div
            key={field.name}
            onFocusCapture={() => field.picks && onTarget(field.name)}
            className={twMerge(
              "relative before:absolute before:inset-y-0 before:-left-4 before:w-0.5 before:rounded-full",
              field === target && "before:bg-accent",
            )}
          >
            <ConfigField
              field={field}
              value={draft.values[field.name]}
              stored={undefined}
              problems={problems}
              marksOptional={false}
              onChange={(value) => draft.setValue(field.name, value)}
            />
          </div>
        ))}
      </CardBody>
    </Card>
  ));
}

/** Why the mapping was not saved, with a way to each field. */
export function MappingTrouble({ fields, trouble }: { fields: readonly Field[]; trouble: Trouble }) {
  const errors = fields.flatMap(({ name, label }) => {
    const message = problemOf(trouble.fields, name);
    return message ? [{ label, message, href: `#${fieldAnchor(name)}` }] : [];
  });
  return <FormSummary message={errors.length > 0 ? undefined : (trouble.message ?? undefined)} errors={errors} />;
}

export type Trouble = { message: string | null; fields: Record<string, string> };
