import { describe, expect, test } from "vitest";
import { egressProblem, parseOpenRanges } from "#lib/net/egress";

const hostile = [
  "0.0.0.0",
  "0.1.2.3",
  "10.0.0.1",
  "10.255.255.255",
  "100.64.0.1",
  "100.100.100.200",
  "127.0.0.1",
  "127.255.255.254",
  "169.254.0.1",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.0.0.1",
  "192.0.0.192",
  "192.0.2.1",
  "192.88.99.1",
  "192.168.0.1",
  "198.18.0.1",
  "198.51.100.1",
  "203.0.113.1",
  "224.0.0.1",
  "239.255.255.255",
  "240.0.0.1",
  "255.255.255.255",
  "168.63.129.16",
  "::",
  "::1",
  "::ffff:127.0.0.1",
  "::ffff:10.0.0.1",
  "::ffff:169.254.169.254",
  "::127.0.0.1",
  "64:ff9b::7f00:1",
  "64:ff9b:1::1",
  "100::1",
  "2001::1",
  "2001:db8::1",
  "2002:7f00:1::",
  "3fff::1",
  "5f00::1",
  "fc00::1",
  "fd00:ec2::254",
  "fd12:3456::1",
  "fe80::1",
  "fec0::1",
  "ff02::1",
];

describe("egressProblem", () => {
  test.each(hostile)("refuses %s by default", (address) => {
    expect(egressProblem(address, [])).toContain("TOCSIN_EGRESS_ALLOW");
  });

  test.each(["8.8.8.8", "1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8"])(
    "permits the public address %s",
    (address) => {
      expect(egressProblem(address, [])).toBeUndefined();
    },
  );

  test("a range opens the private addresses in it and no others", () => {
    const open = parseOpenRanges("10.0.0.0/8, fd12::/16");
    expect(egressProblem("10.1.2.3", open)).toBeUndefined();
    expect(egressProblem("::ffff:10.1.2.3", open)).toBeUndefined();
    expect(egressProblem("fd12::1", open)).toBeUndefined();
    expect(egressProblem("192.168.1.1", open)).toContain("192.168.1.1/32");
    expect(egressProblem("fd13::1", open)).toContain("fd13::1/128");
  });

  test("a single address may be named without a prefix", () => {
    expect(egressProblem("192.168.1.5", parseOpenRanges("192.168.1.5"))).toBeUndefined();
    expect(egressProblem("192.168.1.6", parseOpenRanges("192.168.1.5"))).toBeDefined();
  });

  test("everything is not enough to open this machine, link-local and metadata addresses", () => {
    const open = parseOpenRanges("0.0.0.0/0 ::/0");
    for (const address of [
      "127.0.0.1",
      "::1",
      "169.254.169.254",
      "169.254.1.1",
      "fe80::1",
      "fd00:ec2::254",
      "100.100.100.200",
      "168.63.129.16",
    ]) {
      expect(egressProblem(address, open), address).toBeDefined();
    }
    expect(egressProblem("10.0.0.1", open)).toBeUndefined();
  });

  test("loopback opens when it is listed, link-local and metadata only one by one", () => {
    expect(egressProblem("127.0.0.1", parseOpenRanges("127.0.0.0/8"))).toBeUndefined();
    expect(egressProblem("::1", parseOpenRanges("::1/128"))).toBeUndefined();
    expect(egressProblem("169.254.169.254", parseOpenRanges("169.254.0.0/16"))).toBeDefined();
    expect(egressProblem("169.254.169.254", parseOpenRanges("169.254.169.254/32"))).toBeUndefined();
    expect(egressProblem("fd00:ec2::254", parseOpenRanges("fd00::/8"))).toBeDefined();
  });
});

test("nonsense in TOCSIN_EGRESS_ALLOW is named", () => {
  expect(() => parseOpenRanges("10.0.0.0/8,office")).toThrow('"office" is not an address range');
  expect(() => parseOpenRanges("10.0.0.0/99")).toThrow("10.0.0.0/99");
});
