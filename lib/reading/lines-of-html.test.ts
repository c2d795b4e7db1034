import { expect, test } from "vitest";
import { linesOfHtml } from "#lib/reading/lines-of-html";
import { growthOf, linearGrowth } from "#lib/testing-growth";

test.each([
  ["<p>One</p><p>Two<br>Three</p>", "One\nTwo\nThree"],
  ["<style>p { color: red }</style><script>alert('<p>')</script><p>Disk\n  is full</p>", "Disk is full"],
  ["<table><tr><td>Host</td><td>db-1</td></tr><tr><td>State</td><td>DOWN</td></tr></table>", "Host db-1\nState DOWN"],
  ["CPU &gt; 90&#37; &amp;lt; it&#x27;s &unknown; &#0;", "CPU > 90% &lt; it's &unknown; &#0;"],
  ["<!-- <p>hidden --> shown", "shown"],
  ["load < 5 and memory > 3", "load < 5 and memory > 3"],
  ["", ""],
])("%s is %s", (html, text) => expect(linesOfHtml(html)).toBe(text));

test.each(["<style>", "<!--", "<p ", "&#", "</style", "<", "<a <", " \n"])(
  "as much of %j as a mail may hold takes no time",
  async (piece) => {
    const growth = await growthOf(200_000, (size) => linesOfHtml(piece.repeat(size / piece.length)));
    expect(growth).toBeLessThan(linearGrowth);
  },
);
