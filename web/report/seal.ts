import { reportInfo, SEAL, sealedOf } from "../../src/observation/sealed-report.ts";

/** What a mission's reports are sealed to. */
export interface SealingKey {
  readonly mission: string;
  /** P-256 point of the server, uncompressed. */
  readonly point: Uint8Array;
}

const CURVE = { name: "ECDH", namedCurve: "P-256" } as const;

/**
 * Seals bytes so that only the server opens them: not this device, not who finds it (observation/sealed-report.ts). The
 * private half of the key is used once and never leaves the browser's keeping.
 */
export async function seal(
  plain: Uint8Array<ArrayBuffer>,
  { mission, point }: SealingKey,
): Promise<Uint8Array<ArrayBuffer>> {
  const { subtle } = crypto;
  const server = new Uint8Array(point);
  const to = await subtle.importKey("raw", server, CURVE, false, []);
  const own = await subtle.generateKey(CURVE, false, ["deriveBits"]);
  const ephemeral = new Uint8Array(await subtle.exportKey("raw", own.publicKey));
  const shared = await subtle.deriveBits({ name: "ECDH", public: to }, own.privateKey, 256);
  const salt = new Uint8Array([...ephemeral, ...server]);
  const key = await subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt, info: reportInfo(mission) },
    await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]),
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt"],
  );
  const nonce = crypto.getRandomValues(new Uint8Array(SEAL.nonceBytes));
  const box = await subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: reportInfo(mission) }, key, plain);
  const keyId = new Uint8Array(await subtle.digest("SHA-256", server)).slice(0, SEAL.idBytes);
  return sealedOf({ keyId, ephemeral, nonce, box: new Uint8Array(box) });
}
