import { expect, test } from "vitest";
import { hideKeys } from "#db/queries/hide-keys";

test.each([
  ['{"routing_key":"abc","dedup_key":"disk"}', '{"routing_key":"[hidden]","dedup_key":"disk"}'],
  ['{ "service_key" : "abc", "x": 1 }', '{ "service_key" : "[hidden]", "x": 1 }'],
  ['{"apiKey":"abc","Token":"def"}', '{"apiKey":"[hidden]","Token":"[hidden]"}'],
  ['{"a":1,"routing_key":"cut off in the mid', '{"a":1,"routing_key":"[hidden]'],
  [String.raw`{"token":"a\"b\\","x":1}`, '{"token":"[hidden]","x":1}'],
  ["apiKey=abc&message=a", "apiKey=[hidden]&message=a"],
  ["message=a&Token=abc", "message=a&Token=[hidden]"],
  ['{"title":"no key here"}', '{"title":"no key here"}'],
])("%s is shown as %s", (body, shown) => expect(hideKeys(body)).toBe(shown));
