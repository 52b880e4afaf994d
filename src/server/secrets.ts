import { createHash, createHmac, randomBytes } from "node:crypto";

/** 256 random bits as base64url: a session, a token, a link. Shown once, kept as its hash only. */
export const newSecret = (): string => randomBytes(32).toString("base64url");

/** What is kept of a secret of 256 random bits: a plain hash is enough, as nobody can guess it. */
export const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");

/** A keyed hash of where a request came from: the same place gives the same text, and no address can be read from it. */
export const sourceOf = (key: Uint8Array, address: string): string =>
  createHmac("sha256", key).update(networkOf(address)).digest("base64url").slice(0, 16);

/** IPv6 by its /64, which one household or office has; IPv4 whole. */
function networkOf(address: string): string {
  if (!address.includes(":") || address.startsWith("::ffff:")) return address.replace("::ffff:", "");
  const [head = "", tail = ""] = address.split("::");
  const groups = head.split(":").filter(Boolean);
  const rest = tail.split(":").filter(Boolean);
  const whole = [...groups, ...Array(Math.max(0, 8 - groups.length - rest.length)).fill("0"), ...rest];
  return whole.slice(0, 4).join(":");
}
