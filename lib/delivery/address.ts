import { z } from "zod";
import { seal, unseal } from "#lib/seal";

type Address = Record<string, unknown>;

const place = "address";
const sealedAddress = z.strictObject({ sealed: z.string() });

/** The address of a person as rows keep it. It is sealed once and then copied, so that equal rows mean the same address. */
export function sealAddress(address: Address): z.output<typeof sealedAddress> {
  return { sealed: Buffer.from(seal(JSON.stringify(address), place)).toString("base64") };
}

/** The address that a row keeps, sealed or not. */
export function openAddress(stored: Address): Address {
  const { data } = sealedAddress.safeParse(stored);
  return data ? readSealed(unseal(Buffer.from(data.sealed, "base64"), place)) : stored;
}

// Sealed above and authenticated by the cipher, so it is the object that was put in.
const readSealed = (text: string): Address => JSON.parse(text) as Address;
