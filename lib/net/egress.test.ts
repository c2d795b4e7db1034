import { describe, expect, test } from "vitest";
import { egressProblem, parseOpenRanges } from "#lib/net/egress";

const hostile = [
  "0.0.0.0",
  "0.1.2.3",
  "10.0.0.1",
  "10.255.255.255",
  "100.64.0.1",
  "127.0.0.1",
  "127.255.255.254",
  "169.254.0.1",
  "172.16.0.1",
  "172.31.255.255",
  "192.0.0.1",
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
  "::",
  "::1",
  "::ffff:127.0.0.1",
  "::ffff:10.0.0.1",
  "::127.0.0.1",
  "::7f00:1",
  "::a00:1",
  "::2",
  "::1%lo",
  "::ffff:0:7f00:1",
  "64:ff9b::7f00:1",
  "64:ff9b::a00:1",
  "64:ff9b:1::1",
  "64:ff9b:1::7f00:1",
  "64:ff9b:1::808:808",
  "100::1",
  "2001::1",
  "2001:db8::1",
  "2002:7f00:1::",
  "2002:a00:1::1",
  "2001:0:7f00:1::f7f7:f7f7",
  "2001:0:808:808::80ff:fffe",
  "2606:4700::5efe:7f00:1",
  "2606:4700::200:5efe:a00:1",
  "3fff::1",
  "5f00::1",
  "fc00::1",
  "fd12:3456::1",
  "fe80::1",
  "fec0::1",
  "ff02::1",
];

const metadata = [
  "169.254.169.254",
  "169.254.170.2",
  "100.100.100.200",
  "168.63.129.16",
  "192.0.0.192",
  "fd00:ec2::254",
  "fd00:ec2::254%eth0",
  "fd20:ce::254",
  "::ffff:169.254.169.254",
  "::a9fe:a9fe",
  "64:ff9b::a9fe:a9fe",
  "64:ff9b:1::a9fe:a9fe",
  "64:ff9b:1:a9fe:a9:fe00::",
  "2002:a9fe:a9fe::",
];

const publicAddresses = [
  "8.8.8.8",
  "1.1.1.1",
  "93.184.216.34",
  "2606:4700::1111",
  "::ffff:8.8.8.8",
  "64:ff9b::808:808",
  "2002:808:808::1",
  "2001:0:808:808::f7f7:f7f7",
];

describe("egressProblem", () => {
  test.each(hostile)("refuses %s by default", (address) => {
    expect(egressProblem(address, [])).toContain("TOCSIN_EGRESS_ALLOW");
  });

  test.each(metadata)("refuses %s without a word of allowing it", (address) => {
    expect(egressProblem(address, [])).toContain("where machines keep credentials");
    expect(egressProblem(address, [])).not.toContain("TOCSIN_EGRESS_ALLOW");
  });

  test.each(publicAddresses)("permits the public address %s", (address) => {
    expect(egressProblem(address, [])).toBeUndefined();
  });

  test("says which address an IPv6 address leads to", () => {
    expect(egressProblem("64:ff9b::7f00:1", [])).toContain(
      "64:ff9b::7f00:1 leads to 127.0.0.1, which is this machine itself",
    );
  });

  test("an IPv4 range opens the addresses that lead into it", () => {
    const open = parseOpenRanges("10.0.0.0/8");
    for (const address of ["64:ff9b::a01:203", "2002:a01:203::1", "::a01:203", "::ffff:a01:203"])
      expect(egressProblem(address, open), address).toBeUndefined();
    expect(egressProblem("64:ff9b::c0a8:1", open)).toBeDefined();
  });

  test("an IPv6 range opens what leads to private addresses, not to this machine and where credentials are", () => {
    const open = parseOpenRanges("64:ff9b::/96 64:ff9b:1::/48");
    expect(egressProblem("64:ff9b::a01:203", open)).toBeUndefined();
    expect(egressProblem("64:ff9b:1::a01:203", open)).toBeUndefined();
    for (const address of ["64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::7f00:1", "64:ff9b:1:a9fe:a9:fe00::"])
      expect(egressProblem(address, open), address).toBeDefined();
    expect(egressProblem("64:ff9b::7f00:1", parseOpenRanges("64:ff9b::7f00:1"))).toBeUndefined();
    expect(egressProblem("64:ff9b::a9fe:a9fe", parseOpenRanges("64:ff9b::a9fe:a9fe/128"))).toBeUndefined();
  });

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

test("a range is written in decimal numbers", () => {
  for (const range of ["010.0.0.0/8", "10.1/16", "0x7f.0.0.1", "167772160/8", "10.0.0.0/8/8"])
    expect(() => parseOpenRanges(range), range).toThrow("is not an address range");
});
