import ipaddr from "ipaddr.js";

/** An address range that TOCSIN_EGRESS_ALLOW opens. */
export type OpenRange = { network: Address; prefix: number };
type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Addresses that hand out a machine's credentials. Only a range naming exactly one of them opens it. */
const metadataAddresses = [
  "169.254.169.254",
  "169.254.170.2",
  "100.100.100.200",
  "168.63.129.16",
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

/** Why `address` must not be dialled, in words for people; undefined when it may be. */
export function egressProblem(address: string, open: readonly OpenRange[]): string | undefined {
  if (!ipaddr.isValid(address)) return `${address} is not an address`;
  const parsed = ipaddr.process(address);
  const shown = parsed.toString();
  const isMetadata = metadataAddresses.includes(shown);
  const range = parsed.range();
  if (range === "unicast" && !isMetadata) return undefined;
  if (open.some((one) => opens(one, parsed, range, isMetadata))) return undefined;
  const what = isMetadata ? "an address where machines keep credentials" : (kinds[range] ?? "a reserved address");
  return `${shown} is ${what}, and messages may only go to public addresses. If this is meant, an operator can add ${shown}/${bitsOf(parsed)} to TOCSIN_EGRESS_ALLOW.`;
}

/** Reads TOCSIN_EGRESS_ALLOW: ranges (10.0.0.0/8) and single addresses, separated by commas or spaces. */
export function parseOpenRanges(text: string): OpenRange[] {
  return text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(parseOpenRange);
}

function parseOpenRange(text: string): OpenRange {
  try {
    if (!text.includes("/")) {
      const network = ipaddr.process(text);
      return { network, prefix: bitsOf(network) };
    }
    const [network, prefix] = ipaddr.parseCIDR(text);
    return { network, prefix };
  } catch {
    throw new Error(
      `TOCSIN_EGRESS_ALLOW: "${text}" is not an address range. Write it like 10.0.0.0/8 or 192.168.1.5/32.`,
    );
  }
}

function opens(open: OpenRange, address: Address, range: string, isMetadata: boolean): boolean {
  if (open.network.kind() !== address.kind() || !contains(open, address)) return false;
  if (isMetadata || range === "linkLocal") return open.prefix === bitsOf(address);
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

const bitsOf = (address: Address) => (address.kind() === "ipv4" ? 32 : 128);
