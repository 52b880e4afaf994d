import { createReadStream } from "node:fs";
import { type FileHandle, mkdir, open, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { catalogue, problem } from "../problems.ts";

/** One folder as one file and back: the least of tar (POSIX ustar) that it takes, for plain files. */
const BLOCK = 512;

function header(path: string, size: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  let [prefix, name] = ["", path];
  // A name holds 100 bytes; what is before a "/" may stand in the prefix.
  for (let cut = path.length; Buffer.byteLength(name) > 100; name = path.slice(cut + 1)) {
    cut = prefix === "" ? path.indexOf("/") : path.indexOf("/", cut + 1);
    if (cut < 0 || cut > 155) throw new RangeError(`tar: ${path} is too long a name`);
    prefix = path.slice(0, cut);
  }
  block.write(name, 0);
  block.write("0000600\0", 100);
  block.write("0000000\0", 108);
  block.write("0000000\0", 116);
  // Eleven octal digits hold up to 8 GiB; above that the number stands in binary, as GNU tar writes it.
  if (size < 8 ** 11) block.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  else {
    block[124] = 0x80;
    block.writeBigUInt64BE(BigInt(size), 128);
  }
  block.write("00000000000\0", 136);
  block.write("        ", 148);
  block.write("0", 156);
  block.write("ustar\0", 257);
  block.write("00", 263);
  block.write(prefix, 345);
  block.write(`${sumOf(block).toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}

function sumOf(block: Buffer): number {
  let sum = 0;
  for (let i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? 32 : (block[i] as number);
  return sum;
}

/** Writes files of a folder, in the order given, to an open file. */
export async function pack(folder: string, paths: readonly string[], to: FileHandle): Promise<void> {
  for (const path of paths) {
    const { size } = await stat(join(folder, path));
    await to.writeFile(header(path, size));
    for await (const chunk of createReadStream(join(folder, path))) await to.writeFile(chunk as Uint8Array);
    await to.writeFile(Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK));
  }
  await to.writeFile(Buffer.alloc(2 * BLOCK));
  await to.sync();
}

/**
 * Undoes `pack` into a folder. @param allowed says whether a path may be written
 * @throws Problem format/file where the file is no such archive, is cut short or holds anything else
 */
export async function unpack(path: string, folder: string, allowed: (path: string) => boolean): Promise<void> {
  const wrong = (why: string) => problem(catalogue.badFile, { why: `not a backup: ${why}` }, { file: path });
  const from = await open(path, "r");
  const piece = Buffer.alloc(1 << 20);
  const readInto = async (length: number): Promise<Buffer> => {
    let at = 0;
    while (at < length) {
      const { bytesRead } = await from.read(piece, at, length - at);
      if (bytesRead === 0) throw wrong("it is cut short");
      at += bytesRead;
    }
    return piece.subarray(0, length);
  };
  try {
    for (;;) {
      const block = Buffer.from(await readInto(BLOCK));
      if (block.every((b) => b === 0)) return;
      const text = (at: number, length: number): string => block.toString("utf8", at, at + length).split("\0")[0] ?? "";
      if (text(257, 6) !== "ustar" || Number.parseInt(text(148, 8), 8) !== sumOf(block)) throw wrong("no tar header");
      const prefix = text(345, 155);
      const name = prefix === "" ? text(0, 100) : `${prefix}/${text(0, 100)}`;
      if (text(156, 1) !== "0" || !allowed(name)) throw wrong(`it holds ${JSON.stringify(name)}`);
      let left = block[124] === 0x80 ? Number(block.readBigUInt64BE(128)) : Number.parseInt(text(124, 12), 8);
      if (!Number.isSafeInteger(left) || left < 0) throw wrong("a length that is none");
      const padding = (BLOCK - (left % BLOCK)) % BLOCK;
      await mkdir(dirname(join(folder, name)), { recursive: true });
      const to = await open(join(folder, name), "wx", 0o600).catch((error: NodeJS.ErrnoException) => {
        throw error.code === "EEXIST" ? wrong(`it holds ${JSON.stringify(name)} twice`) : error;
      });
      try {
        for (; left > 0; ) {
          const chunk = await readInto(Math.min(left, piece.length));
          await to.writeFile(chunk);
          left -= chunk.length;
        }
      } finally {
        await to.close();
      }
      if (padding > 0) await readInto(padding);
    }
  } finally {
    await from.close();
  }
}
