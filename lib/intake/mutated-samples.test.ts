import fc from "fast-check";
import { describe, test } from "vitest";
import { fuzzTimeoutMs, fuzzTimes } from "#lib/intake/testing-fuzz";
import { everyPlaceHostile, mutated } from "#lib/intake/testing-mutations";
import { checkSound } from "#lib/intake/testing-soundness";
import { sources } from "#lib/sources/index";

const mutations = 2_000 * fuzzTimes;

describe.each(sources)("$id", (source) => {
  test("whatever hostile value stands anywhere in a sample, nothing is thrown and nothing half-made comes out", () => {
    for (const sample of source.samples)
      for (const payload of everyPlaceHostile(sample.payload)) checkSound(source, { ...sample, payload });
  });

  test(`nor in ${mutations} samples in which several places are wrong`, { timeout: fuzzTimeoutMs }, () => {
    fc.assert(
      fc.property(mutated(source.samples), (sample) => checkSound(source, sample)),
      { numRuns: mutations },
    );
  });

  test("whatever else it is sent, nothing is thrown", () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: "binary" }), (payload) =>
        checkSound(source, { title: "anything", payload, becomes: [] }),
      ),
      { numRuns: 300 },
    );
  });
});
