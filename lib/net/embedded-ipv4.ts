import ipaddr from "ipaddr.js";

type Bytes = readonly number[];
type Place = (bytes: Bytes) => Bytes;

/**
 * What decides where `address` leads. Of one that a network translates or tunnels it is the IPv4 addresses in it, and the
 * address itself where it is more than a spelling of those; of any other it is the address.
 */
export function decisiveParts(address: ipaddr.IPv4 | ipaddr.IPv6): (ipaddr.IPv4 | ipaddr.IPv6)[] {
  if (address instanceof ipaddr.IPv4) return [address];
  if (["unspecified", "loopback"].includes(address.range())) return [address];
  const bytes = address.toByteArray();
  const inside = (places: readonly Place[]) => places.map((place) => new ipaddr.IPv4([...place(bytes)]));
  const spelling = spellings.find(({ network }) => address.match(ipaddr.IPv6.parseCIDR(network)));
  if (spelling) return inside(spelling.places);
  if (address.match(ipaddr.IPv6.parseCIDR(localNat64))) return [address, ...inside(rfc6052Places)];
  return isIsatap(bytes) ? [address, ...inside([lastFour])] : [address];
}

const from = (start: number) => (bytes: Bytes) => bytes.slice(start, start + 4);
const lastFour = from(12);

/** Teredo stores the client's address with every bit turned over. */
const turnedOver = (bytes: Bytes) => lastFour(bytes).map((byte) => 255 - byte);

const spellings: readonly { network: string; places: readonly Place[] }[] = [
  { network: "::/96", places: [lastFour] },
  { network: "::ffff:0:0/96", places: [lastFour] },
  { network: "::ffff:0:0:0/96", places: [lastFour] },
  { network: "64:ff9b::/96", places: [lastFour] },
  { network: "2002::/16", places: [from(2)] },
  { network: "2001::/32", places: [from(4), turnedOver] },
];

/** Each network chooses the length of its own prefix below this one, so the IPv4 address may stand at any of the places. */
const localNat64 = "64:ff9b:1::/48";

/** Byte 8 stays zero, and the address is written around it. */
const around = (start: number) => (bytes: Bytes) => bytes.toSpliced(8, 1).slice(start, start + 4);
const rfc6052Places = [lastFour, around(6), around(7), around(8)];

function isIsatap(bytes: Bytes): boolean {
  return [0, 2].includes(bytes[8] ?? -1) && bytes[9] === 0 && bytes[10] === 0x5e && bytes[11] === 0xfe;
}
