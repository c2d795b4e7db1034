"use client";

import { Plus, X } from "lucide-react";
import { useId } from "react";
import { Button } from "#components/ui/button";
import { Input } from "#components/ui/input";
import { type PairValue, problemOf } from "#lib/forms/config-values";
import type { Field } from "#lib/forms/fields-of";

type Props = {
  field: Field;
  pairs: PairValue[];
  problems: Record<string, string>;
  onChange: (pairs: PairValue[]) => void;
};

/** Any number of names with values. The value of a stored pair is kept until another one is typed. */
export function PairsField({ field, pairs, problems, onChange }: Props) {
  const id = useId();
  const one = field.label.replace(/s$/, "").toLowerCase();
  const ownProblem = problems[field.name];
  const change = (key: number, part: Partial<PairValue>) =>
    onChange(pairs.map((pair) => (pair.key === key ? { ...pair, ...part } : pair)));
  const add = () =>
    onChange([
      ...pairs,
      { key: Math.max(-1, ...pairs.map((pair) => pair.key)) + 1, name: "", value: "", isStored: false },
    ]);
  return (
    <fieldset aria-describedby={field.hint && id} className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1.5 font-medium text-sm">
        {field.label}
        {!field.required && <span className="ml-1.5 font-normal text-faint">optional</span>}
      </legend>
      {pairs.map((pair, at) => (
        <PairRow
          key={pair.key}
          pair={pair}
          label={`${one} ${at + 1}`}
          isSecret={field.secret !== false}
          problem={problemOf(problems, `${field.name}.${at}`)}
          onChange={(part) => change(pair.key, part)}
          onRemove={() => onChange(pairs.filter((each) => each.key !== pair.key))}
        />
      ))}
      <Button onClick={add} className="self-start">
        <Plus aria-hidden />
        Add {one}
      </Button>
      {ownProblem && <p className="text-sm text-triggered">{ownProblem}</p>}
      {field.hint && (
        <p id={id} className="text-muted text-sm">
          {field.hint}
        </p>
      )}
    </fieldset>
  );
}

type RowProps = {
  pair: PairValue;
  label: string;
  isSecret: boolean;
  problem: string | undefined;
  onChange: (part: Partial<PairValue>) => void;
  onRemove: () => void;
};

function PairRow({ pair, label, isSecret, problem, onChange, onRemove }: RowProps) {
  const problemId = useId();
  const wrong = problem ? { "aria-invalid": true as const, "aria-describedby": problemId } : {};
  return (
    <div className="flex flex-col gap-1">
      <div className="grid grid-cols-[1fr_auto] gap-2 sm:grid-cols-[2fr_3fr_auto]">
        <Input
          {...wrong}
          aria-label={`Name of ${label}`}
          placeholder="Name"
          value={pair.name}
          // A stored value belongs to its name.
          readOnly={pair.isStored}
          onChange={(event) => onChange({ name: event.target.value })}
          autoComplete="off"
          spellCheck={false}
          className="font-mono"
        />
        <Input
          {...wrong}
          aria-label={`Value of ${label}`}
          type={isSecret ? "password" : "text"}
          placeholder={pair.isStored ? "Stored; type to replace" : "Value"}
          value={pair.value}
          onChange={(event) => onChange({ value: event.target.value })}
          autoComplete={isSecret ? "new-password" : "off"}
          className="max-sm:order-3 max-sm:col-span-2"
        />
        <Button variant="ghost" size="icon" aria-label={`Remove ${label}`} onClick={onRemove}>
          <X aria-hidden />
        </Button>
      </div>
      {problem && (
        <p id={problemId} className="text-sm text-triggered">
          {problem}
        </p>
      )}
    </div>
  );
}
