import { expect, test } from "vitest";
import { effectWords } from "./effect-words";

const incident = { id: "i", number: 412 };
const sentence = (...given: Parameters<typeof effectWords>) => {
  const { words, incident, rest } = effectWords(...given);
  return `${words}${incident ? ` #${incident.number}` : ""}${rest}`;
};

test.each([
  ["opens", null, "Opens a new incident"],
  ["adds", incident, "Adds to #412"],
  ["adds", null, "Adds to the incident that this request opens"],
  ["acknowledges", incident, "Acknowledges #412"],
  ["leaves_acknowledged", incident, "Adds to #412, which is already acknowledged"],
  ["resolves", incident, "Resolves #412"],
  ["resolves", null, "Resolves the incident that this request opens"],
  ["finds_nothing", null, "Finds no open incident with this key, so it changes nothing"],
] as const)("%s %j", (does, incident, said) => {
  expect(sentence({ does, incident })).toBe(said);
});
