import {
  createCipheriv,
  createDecipheriv,
  createECDH,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
} from "node:crypto";
import { link, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { platform } from "node:process";
import { type SigningKey, signingKey } from "../log/note.ts";
import { partsOf, reportInfo, SEAL } from "../observation/sealed-report.ts";
import { syncFolder, TEMPORARY, writeDurably } from "./durable-file.ts";
import { refused } from "./failures.ts";

/** What is encrypted under a key of its own: the key, itself encrypted under the key file's; and the bytes. */
export interface Box {
  readonly wrappedKey: Buffer;
  readonly ciphertext: Buffer;
}

/** What reports are sealed to on a device (observation/sealed-report.ts), and what opens them here. */
export interface ReportKey {
  /** P-256, uncompressed, 65 bytes. */
  readonly point: Buffer;
  /** @returns the report's bytes, or why they do not open */
  open(sealed: Uint8Array, mission: string): Buffer | { readonly error: string };
}

/** All keys come from one file: 32 random bytes, which never enter the record, a backup of it, or a log line. */
export interface Keys {
  /** The key that signs a log's checkpoints. */
  signing(origin: string): SigningKey;
  /** The key that a log's mission takes sealed reports by. */
  receiving(origin: string): ReportKey;
  /** SHA-256 of bytes under a key: tells whether they are the same, and confirms no guess to who has no key. 64 hex digits */
  mark(bytes: Uint8Array, about: string): string;
  /** @param about what the bytes belong to; opening with another `about` fails */
  close(bytes: Uint8Array, about: string): Box;
  /** @throws Problem store/refused where it does not open: another key file, or changed bytes */
  open(box: Box, about: string): Buffer;
}

const FORM = /^trucekeeper-key-1 ([0-9a-f]{64})\n$/;

/**
 * Reads the key file, or makes it.
 * @param mayMake whether there is no record yet that an older key would belong to
 * @throws Problem store/refused where it is missing, readable by others, or not a key file
 */
export async function readKeys(path: string, mayMake: boolean): Promise<Keys> {
  let text: string;
  try {
    const { mode } = await stat(path);
    if (platform !== "win32" && (mode & 0o077) !== 0)
      throw refused(`the key file ${path} can be read by other users`, `Do: chmod 600 ${path}`);
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    if (!mayMake)
      throw refused(
        `the key file ${path} is missing`,
        "The record has checkpoints and sealed data that belong to it: put it back from where you keep it, or name it in TRUCEKEEPER_KEY_FILE",
      );
    await makeKeyFile(path);
    text = await readFile(path, "utf8");
  }
  const match = FORM.exec(text);
  if (!match) throw refused(`${path} is not a key file`, "Expected one line: trucekeeper-key-1 and 64 hex digits");
  return keysOf(Buffer.from(match[1] as string, "hex"));
}

/** Makes a key file, unless another server that starts at the same time was faster: then its is the one. */
async function makeKeyFile(path: string): Promise<void> {
  const mine = join(dirname(path), `${TEMPORARY}${randomBytes(8).toString("hex")}`);
  await writeDurably(mine, `trucekeeper-key-1 ${randomBytes(32).toString("hex")}\n`);
  try {
    await link(mine, path);
    await syncFolder(dirname(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A file system without links, such as a memory stick's: there the faster server's file may be replaced.
    if (code === "EPERM" || code === "ENOTSUP" || code === "ENOSYS") await rename(mine, path);
    else if (code !== "EEXIST") throw error;
  } finally {
    await rm(mine, { force: true });
  }
}

/** The keys that come from 32 secret bytes. */
export function keysOf(secret: Buffer): Keys {
  const derive = (use: string): Buffer => Buffer.from(hkdfSync("sha256", secret, "", use, 32));
  const wrapping = derive("trucekeeper sealing v1");
  return {
    signing: (origin) => signingKey(origin, "note", derive(`trucekeeper log key v1\n${origin}`)),
    receiving: (origin) => reportKey((n) => derive(`trucekeeper report key v1\n${n}\n${origin}`)),
    mark: (bytes, about) =>
      createHmac("sha256", derive("trucekeeper marking v1")).update(`${about}\n`).update(bytes).digest("hex"),
    close(bytes, about) {
      const key = randomBytes(32);
      return { wrappedKey: encrypt(wrapping, key, `key of ${about}`), ciphertext: encrypt(key, bytes, about) };
    },
    open(box, about) {
      try {
        return decrypt(decrypt(wrapping, box.wrappedKey, `key of ${about}`), box.ciphertext, about);
      } catch (cause) {
        throw Object.assign(
          refused(`sealed data (${about}) does not open`, "The key file is another one, or the bytes were changed"),
          { cause },
        );
      }
    },
  };
}

/** AES-256-GCM: nonce (12 bytes), ciphertext, tag (16 bytes). */
function encrypt(key: Buffer, bytes: Uint8Array, about: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(about));
  return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Buffer, box: Buffer, about: string | Buffer): Buffer {
  const cipher = createDecipheriv("aes-256-gcm", key, box.subarray(0, 12)).setAAD(
    typeof about === "string" ? Buffer.from(about) : about,
  );
  cipher.setAuthTag(box.subarray(box.length - 16));
  return Buffer.concat([cipher.update(box.subarray(12, box.length - 16)), cipher.final()]);
}

/** @param secret 32 bytes for each number; about one in 2³² is no P-256 key, and the next is taken */
function reportKey(secret: (n: number) => Buffer): ReportKey {
  const ecdh = createECDH("prime256v1");
  for (let n = 0; ; n++) {
    try {
      ecdh.setPrivateKey(secret(n));
      break;
    } catch (error) {
      if (n > 8) throw error;
    }
  }
  const point = ecdh.getPublicKey();
  const id = createHash("sha256").update(point).digest().subarray(0, SEAL.idBytes);
  return {
    point,
    open(sealed, mission) {
      const parts = partsOf(sealed);
      if ("error" in parts) return parts;
      if (!id.equals(parts.keyId))
        return {
          error: "the report is sealed to another key: to another mission's, or the key file was replaced since",
        };
      try {
        const salt = Buffer.concat([parts.ephemeral, point]);
        const key = hkdfSync("sha256", ecdh.computeSecret(parts.ephemeral), salt, reportInfo(mission), 32);
        return decrypt(Buffer.from(key), Buffer.concat([parts.nonce, parts.box]), Buffer.from(reportInfo(mission)));
      } catch {
        return { error: "the report does not open: its bytes were changed on the way" };
      }
    },
  };
}
