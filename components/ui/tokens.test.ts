import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const css = readFileSync("app/globals.css", "utf8");
const themes = { light: tokensOf(":root"), dark: tokensOf(".dark") };

const readable: [text: string, ground: string][] = [
  ...["ink", "muted", "faint", "accent-text", "triggered", "acknowledged", "resolved", "snoozed", "suppressed"].flatMap(
    (text) => ["canvas", "surface", "raised", "sunken", "hover"].map((ground): [string, string] => [text, ground]),
  ),
  ...["triggered", "acknowledged", "resolved", "snoozed", "suppressed"].map((state): [string, string] => [
    state,
    `${state}-soft`,
  ]),
  ["ink", "accent-soft"],
  ["muted", "accent-soft"],
  ["accent-text", "accent-soft"],
  ["on-accent", "accent"],
  ["on-accent", "accent-hover"],
  ["on-danger", "danger"],
  ["on-danger", "danger-hover"],
];

describe.each(Object.entries(themes))("in the %s theme", (_, tokens) => {
  test.each(readable)("%s can be read on %s", (text, ground) => {
    expect(contrast(colour(tokens, text), colour(tokens, ground))).toBeGreaterThanOrEqual(4.5);
  });

  test("the edge of a control can be seen", () => {
    expect(contrast(colour(tokens, "edge"), colour(tokens, "surface"))).toBeGreaterThanOrEqual(3);
  });
});

function tokensOf(selector: string): Map<string, string> {
  const block = css.slice(css.indexOf(`\n${selector} {`)).split("\n}")[0] ?? "";
  return new Map([...block.matchAll(/--([\w-]+): (#[\da-f]{6});/g)].map((match) => [match[1] ?? "", match[2] ?? ""]));
}

function colour(tokens: Map<string, string>, name: string): string {
  const value = tokens.get(name);
  if (!value) throw new Error(`globals.css has no colour --${name}`);
  return value;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    linear(Number.parseInt(hex.slice(at, at + 2), 16) / 255),
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}
