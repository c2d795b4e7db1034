import { expect, test } from "vitest";
import { hideKeys, hideKeysIn } from "#db/queries/hide-keys";

test.each([
  ['{"routing_key":"abc","dedup_key":"disk"}', '{"routing_key":"[hidden]","dedup_key":"disk"}'],
  ['{ "service_key" : "abc", "x": 1 }', '{ "service_key" : "[hidden]", "x": 1 }'],
  ['{"apiKey":"abc","Token":"def"}', '{"apiKey":"[hidden]","Token":"[hidden]"}'],
  ['{"a":1,"routing_key":"cut off in the mid', '{"a":1,"routing_key":"[hidden]'],
  [String.raw`{"token":"a\"b\\","x":1}`, '{"token":"[hidden]","x":1}'],
  ["apiKey=abc&message=a", "apiKey=[hidden]&message=a"],
  ["message=a&Token=abc", "message=a&Token=[hidden]"],
  [
    '--b\r\nContent-Disposition: form-data; name="token"\r\nContent-Type: text/plain\r\n\r\nab\r\nc\r\n--b\r\nContent-Disposition: form-data; name="subject"\r\n\r\nDown\r\n--b--',
    '--b\r\nContent-Disposition: form-data; name="token"\r\nContent-Type: text/plain\r\n\r\n[hidden]\r\n--b\r\nContent-Disposition: form-data; name="subject"\r\n\r\nDown\r\n--b--',
  ],
  ['{"title":"no key here"}', '{"title":"no key here"}'],
])("%s is shown as %s", (body, shown) => expect(hideKeys(body)).toBe(shown));

test("of a parsed body the same is hidden, and nothing else", () => {
  const body = {
    title: "a",
    token: 'x"y',
    list: [{ API_KEY: 7, tokens: 2 }],
    token_type: "b",
    routing_key: { id: "c" },
  };
  expect(hideKeysIn(body)).toEqual({
    title: "a",
    token: "[hidden]",
    list: [{ API_KEY: "[hidden]", tokens: 2 }],
    token_type: "b",
    routing_key: { id: "c" },
  });
  expect(hideKeysIn("token")).toBe("token");
  expect(Object.keys(Object(hideKeysIn(JSON.parse('{"__proto__":{"a":1}}'))))).toEqual(["__proto__"]);
});
