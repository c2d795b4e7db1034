import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { decisiveParts } from "#lib/net/embedded-ipv4";

/** An address range that TOCSIN_EGRESS_ALLOW opens. */
export type OpenRange = { network: Address; prefix: number };
type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Addresses that hand out a machine's credentials. Only a range naming exactly one of them opens it. */
const metadataAddresses = [
  "169.254.169.254",
  "169.254.170.2",
  "169.254.170.23",
  "100.100.100.200",
  "168.63.129.16",
  "192.0.0.192",
  "fd00:ec2::23",
  "fd00:ec2::254",
  "fd20:ce::254",
];

const kinds: Record<string, string> = {
  loopback: "this machine itself",
  linkLocal: "a link-local address",
  private: "a private address",
  uniqueLocal: "a private address",
  carrierGradeNat: "an address inside a provider's network",
  unspecified: "no address of a machine",
  multicast: "a multicast address",
  broadcast: "a broadcast address",
};

/** Why `address` must not be dialled, in words for people; undefined when it may be. An IPv4 address inside it counts too. */
export function egressProblem(address: string, open: readonly OpenRange[]): string | undefined {
  if (!isIP(address)) return `${address} is not an address`;
  const parsed = withoutZone(address);
  const closed = decisiveParts(parsed).filter((part) => !isPublic(part) && !isOpen(part, part, open));
  if (closed.every((part) => isOpen(parsed, part, open))) return undefined;
  return problemText(parsed, closed.find(isMetadata) ?? closed[0] ?? parsed);
}

/** Reads TOCSIN_EGRESS_ALLOW: ranges (10.0.0.0/8) and single addresses, separated by commas or spaces. */
export function parseOpenRanges(text: string): OpenRange[] {
  return text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(parseOpenRange);
}

function parseOpenRange(text: string): OpenRange {
  const [address = "", prefix, ...more] = text.split("/");
  try {
    // ipaddr.js reads 010.0.0.0 as octal; people mean 10.0.0.0.
    if (!isIP(address) || more.length > 0) throw new Error("not an address");
    const network = prefix === undefined ? withoutZone(address) : ipaddr.parse(address);
    return { network, prefix: prefix === undefined ? bitsOf(network) : ipaddr.parseCIDR(text)[1] };
  } catch {
    throw new Error(
      `TOCSIN_EGRESS_ALLOW: "${text}" is not an address range. Write it like 10.0.0.0/8 or 192.168.1.5/32.`,
    );
  }
}

/** The same address without the zone, which chooses an interface and changes nothing of where it leads. */
function withoutZone(address: string): Address {
  return ipaddr.process(address.replace(/%.*$/, ""));
}

const isMetadata = (address: Address) => metadataAddresses.includes(address.toString());
const isPublic = (address: Address) => address.range() === "unicast" && !isMetadata(address);

/** Does a range that names `address` open it, of which `part` is what is not public? */
function isOpen(address: Address, part: Address, open: readonly OpenRange[]): boolean {
  return open.some((one) => opens(one, address, part.range(), isMetadata(part)));
}

function opens(open: OpenRange, address: Address, range: string, isOfMetadata: boolean): boolean {
  if (open.network.kind() !== address.kind() || !contains(open, address)) return false;
  if (open.prefix === bitsOf(address)) return true;
  if (isOfMetadata || range === "linkLocal") return false;
  // 0.0.0.0/0 means "the network around us", hardly "this machine's own services".
  if (range === "loopback") return open.network.range() === "loopback" && open.prefix >= 8;
  return true;
}

function contains(open: OpenRange, address: Address): boolean {
  if (open.network instanceof ipaddr.IPv4 && address instanceof ipaddr.IPv4)
    return address.match(open.network, open.prefix);
  if (open.network instanceof ipaddr.IPv6 && address instanceof ipaddr.IPv6)
    return address.match(open.network, open.prefix);
  return false;
}

function problemText(address: Address, part: Address): string {
  const shown = address.toString();
  const inside = part === address ? "" : ` leads to ${part.toString()}, which`;
  if (isMetadata(part))
    return `${shown}${inside} is an address where machines keep credentials. Messages are not sent there.`;
  const what = kinds[part.range()] ?? "a reserved address";
  return `${shown}${inside} is ${what}, and messages may only go to public addresses. If this is meant, an operator can add ${shown}/${bitsOf(address)} to TOCSIN_EGRESS_ALLOW.`;
}

const bitsOf = (address: Address) => (address.kind() === "ipv4" ? 32 : 128);
