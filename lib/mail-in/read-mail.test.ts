import { describe, expect, test } from "vitest";
import { readMail } from "#lib/mail-in/read-mail";
import { maxMailBytes } from "#lib/mail-in/take-mail";
import { growthOf, linearGrowth } from "#lib/testing-growth";

const head = "From: Root <root@db-1.example.com>\r\nSubject: Disk full\r\n";
const mixed = `${head}Content-Type: multipart/mixed; boundary=X\r\n\r\n`;
const read = (mail: string) => readMail(Buffer.from(mail).subarray(0, maxMailBytes), "root@db-1.example.com");

describe("the largest mail of", () => {
  test.each([
    ["newlines", `${head}\r\n`, "\n"],
    ["short lines", `${head}\r\n`, "a\nbc\n"],
    ["one line", `${head}\r\n`, "x"],
    ["parts", mixed, "--X\r\n\r\na\r\n"],
    ["mails in it", mixed, "--X\r\nContent-Type: message/rfc822\r\n\r\nFrom: a@b\r\n\r\nhi\r\n"],
    ["HTML", `${head}Content-Type: text/html\r\n\r\n`, "<p <a <!-- "],
    ["base64", `${mixed}--X\r\nContent-Transfer-Encoding: base64\r\n\r\n`, `${"A".repeat(76)}\r\n`],
    ["headers", head, "X-Header: value\r\n"],
  ])("%s is read or refused before anybody has to wait", async (_, start, piece) => {
    const growth = await growthOf(maxMailBytes, async (size) => {
      const mail = Buffer.from(start + piece.repeat(Math.ceil(size / piece.length)));
      const read = await readMail(mail, "").then(JSON.stringify, () => "");
      expect(read.length).toBeLessThan(1_000_000);
    });
    expect(growth).toBeLessThan(linearGrowth);
  });
});

test("what stands behind a large attachment is still read", async () => {
  const picture = `--X\r\nContent-Type: image/png; name="a.png"\r\nContent-Transfer-Encoding: base64\r\n\r\n${`${"A".repeat(76)}\r\n`.repeat(50_000)}`;
  const text = "--X\r\nContent-Type: text/plain\r\n\r\nIt is full.\r\n";
  const log = '--X\r\nContent-Type: text/csv; name="b.csv"\r\n\r\na,b\r\n--X--\r\n';
  expect(await read(mixed + picture + text + log)).toMatchObject({
    text: "It is full.\n",
    attachments: [
      { name: "a.png", type: "image/png" },
      { name: "b.csv", type: "text/csv" },
    ],
  });
});

test("of several headers of one name the first counts", async () => {
  const { headers } = await read(`Auto-Submitted: no\r\nauto-submitted: auto-replied\r\n${head}\r\nhi`);
  expect(headers).toEqual({ "auto-submitted": "no" });
});

test("a mail without headers is one without a subject", async () => {
  expect(await read("\r\nIt is full.")).toMatchObject({ sender: "root@db-1.example.com", text: "It is full.\n" });
});
