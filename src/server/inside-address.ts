import { BlockList, isIP } from "node:net";
import { networkInterfaces } from "node:os";

/** IPv4 that is not the public network's. Source: IANA IPv4 Special-Purpose Address Registry */
const INSIDE_4 = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.31.196.0", 24],
  ["192.52.193.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["192.175.48.0", 24],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const;

/**
 * IPv6 inside 2000::/3 that is special all the same: 6to4 and Teredo carry an IPv4 address of anybody's choice, the
 * others are for documentation and protocols. Source: IANA IPv6 Special-Purpose Address Registry
 */
const INSIDE_6 = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["2620:4f:8000::", 48],
  ["3fff::", 20],
] as const;

const inside4 = new BlockList();
for (const [net, bits] of INSIDE_4) inside4.addSubnet(net, bits, "ipv4");
const inside6 = new BlockList();
for (const [net, bits] of INSIDE_6) inside6.addSubnet(net, bits, "ipv6");
const global6 = new BlockList();
global6.addSubnet("2000::", 3, "ipv6");

/**
 * Whether an address is one that the server must not be sent to by others: this machine, its network, link-local and
 * metadata addresses, and all that is not plainly of the public network. IPv6 is public only inside 2000::/3, so that
 * mapped, compatible and translated IPv4 (::ffff:0:0/96, ::/96, 64:ff9b::/96) count as inside whatever they carry.
 * @param address an IP address; anything else counts as inside
 */
export function isInside(address: string): boolean {
  const kind = isIP(address);
  if (kind === 0 || address.includes("%")) return true;
  const inside =
    kind === 4 ? inside4.check(address) : !global6.check(address, "ipv6") || inside6.check(address, "ipv6");
  return inside || ownAddresses().has(address);
}

/** A machine's public address leads to its own services too. */
const ownAddresses = (): ReadonlySet<string> =>
  new Set(Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map((i) => i.address)));
