import fc from "fast-check";
import type { Sample } from "#lib/sources/contract";

/** A sample's payload and headers with up to three of their places dropped, retyped, blown up or made hostile. */
export function mutated(samples: Sample<unknown>[]): fc.Arbitrary<Sample<unknown>> {
  return fc.constantFrom(...samples).chain((sample) => {
    const sent = { payload: sample.payload, headers: sample.headers ?? {} };
    const change = fc.record({ place: fc.constantFrom(...placesIn(sent.payload)), replacement });
    const header = fc.constantFrom(...Object.keys(sent.headers), "x-none");
    const headerChange = fc.record({ place: header.map((name) => [name]), replacement: headerText });
    return fc
      .record({
        changes: fc.array(change, { minLength: 1, maxLength: 3 }),
        headerChanges: fc.array(headerChange, { maxLength: 1 }),
      })
      .map(({ changes, headerChanges }) => ({
        ...sample,
        payload: changes.reduce(changed, sent.payload),
        headers: headerChanges.reduce(changed, sent.headers) as Record<string, string>,
      }));
  });
}

/** Every place of a payload, each with every hostile value in it, one at a time. */
export function* everyPlaceHostile(payload: unknown): Generator<unknown> {
  for (const place of placesIn(payload))
    for (const replacement of [dropped, ...hostile]) yield changed(payload, { place, replacement });
}

const dropped = Symbol("dropped");

const odd = ["", " ", "\0", "\ud800", "null", "0001-01-01T00:00:00Z", "9999999999999", "javascript:alert(1)"];
const huge = "x".repeat(100_000);

const hostile: unknown[] = [
  ...odd,
  ...[huge, 0, -1, 1e308, Number.MAX_SAFE_INTEGER, true, false, null],
  ...[[], {}, [[]], [null], JSON.parse('{"__proto__":{"a":1},"constructor":1,"toString":2,"length":1e9}')],
];

const replacement = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(dropped, ...hostile) },
  { weight: 1, arbitrary: fc.jsonValue({ stringUnit: "binary", maxDepth: 2 }) },
);
const headerText = fc.oneof(fc.constantFrom(dropped, ...odd), fc.string());

type Place = (string | number)[];

function placesIn(value: unknown, here: Place = []): Place[] {
  if (typeof value !== "object" || value === null) return [here];
  const inner = Object.entries(value).flatMap(([key, child]) =>
    placesIn(child, [...here, Array.isArray(value) ? Number(key) : key]),
  );
  return [here, ...inner];
}

type Change = { place: Place; replacement: unknown };

function changed(value: unknown, { place: [step, ...rest], replacement }: Change): unknown {
  if (step === undefined) return replacement === dropped ? {} : replacement;
  const inner = (child: unknown) => changed(child, { place: rest, replacement });
  const goes = rest.length === 0 && replacement === dropped;
  if (Array.isArray(value)) return value.flatMap((child, at) => (at !== step ? [child] : goes ? [] : [inner(child)]));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, child]) =>
      key !== step ? [[key, child]] : goes ? [] : [[key, inner(child)]],
    ),
  );
}
