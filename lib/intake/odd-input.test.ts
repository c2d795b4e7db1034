import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sql } from "#db/client";
import { testDatabase } from "#db/testing";
import { createIntegration } from "#db/testing-rows";
import { type Mount, mounts } from "#lib/doors/testing-mounts";

beforeAll(async () => {
  await testDatabase();
});

describe.each(Object.entries(mounts))("odd but readable, through %s", (_, open) => {
  let mount: Mount;
  beforeAll(async () => {
    mount = await open();
  });
  afterAll(() => mount.close());

  const odd: [name: string, body: string | Uint8Array, title: RegExp][] = [
    ["a NUL in the title", '{"title":"a\\u0000b","details":{"k\\u0000":"v\\u0000"}}', /^a.?b$/],
    ["a lone surrogate", '{"title":"half \\ud83d","x":["\\udc00"]}', /^half/],
    ["a byte order mark", `\ufeff{"title":"Disk full"}`, /^Disk full$/],
    ["duplicate keys: the last one counts", '{"title":"first","title":"last"}', /^last$/],
    ["__proto__ as a key", '{"title":"proto","__proto__":{"polluted":true},"constructor":1}', /^proto$/],
    ["a title of 100,000 characters", JSON.stringify({ title: "x".repeat(100_000) }), /^x{1000,}…$/],
    ["line breaks in the title", '{"title":"two\\nlines\\r\\n"}', /^two lines$/],
    ["HTML in the title, kept as it is", '{"title":"<b>CPU</b> > 90% & rising"}', /^<b>CPU<\/b> > 90% & rising$/],
    ["numbers beyond what fits", '{"title":"big","value":1e400,"n":-0}', /^big$/],
    [
      "10,000 keys",
      JSON.stringify({
        title: "wide",
        ...Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`k${at}`, at])),
      }),
      /^wide$/,
    ],
    ["links that are no web addresses", '{"title":"link","link":"javascript:alert(1)"}', /^link$/],
  ];

  test.each(odd)("%s", async (_, body, title) => {
    const hooked = await createIntegration({ type: "webhook" });
    const answer = await mount.send({
      path: `/api/integrations/webhook/${hooked.id}`,
      body,
      headers: { "content-type": "text/weird; charset=none" },
    });
    expect(answer.status, answer.text).toBe(202);
    const [incident] = await sql()`select title, links from incidents where dedup_scope = ${hooked.id}`;
    expect(incident).toMatchObject({ title: expect.stringMatching(title), links: [] });
  });
});
