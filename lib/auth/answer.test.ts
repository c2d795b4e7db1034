import { expect, test } from "vitest";
import { answerForm } from "#lib/auth/answer";

test("whoever calls an action by hand without a form is told so, and nothing is carried out", async () => {
  for (const sent of [undefined, null, "junk", {}, { entries: 1 }])
    expect(
      await Reflect.apply(answerForm, undefined, [sent, () => Promise.reject(new Error("carried out"))]),
    ).toMatchObject({
      result: null,
      message: expect.stringContaining("without its fields"),
    });
});

test("texts of a form are handed over as they can be stored, and Next's own are left out", async () => {
  const form = new FormData();
  form.set("name", "a\0b");
  form.set("$ACTION_ID_1", "");
  expect(await answerForm(form, (given) => Promise.resolve(given))).toMatchObject({ result: { name: "a\ufffdb" } });
});
