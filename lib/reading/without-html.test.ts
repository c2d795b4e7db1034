import { expect, test } from "vitest";
import { withoutHtml } from "#lib/reading/without-html";

test.each([
  ["<b>CPU</b> of <a href='x'>web-1</a> is high.<br>Now", "CPU of web-1 is high. Now"],
  ["<p>One</p><p>Two</p>", "One Two"],
  ["CPU &gt; 90 % &amp;lt; it&#39;s", "CPU > 90 % &lt; it's"],
  ["load < 5 and memory > 3", "load < 5 and memory > 3"],
  ["<b", "<b"],
])("%s is %s", (html, text) => expect(withoutHtml(html)).toBe(text));
