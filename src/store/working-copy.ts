import sharp from "sharp";
import { catalogue, Problem, problem } from "../problems.ts";
import { fileKindOf, HEAD_BYTES } from "../record/file-kind.ts";
import { queue } from "./engine.ts";
import type { Evidence } from "./evidence.ts";

/** Forms of a working copy, by the longest side in pixels. Part of the copy's name: another maker, another name. */
export const COPY_FORMS = { view: 4_096, thumbnail: 320 } as const;
export type CopyForm = keyof typeof COPY_FORMS;

/** Version of the maker: copies of an older one are made again. */
const MAKER = "1";
export const copyName = (form: CopyForm): string => `${form}-${MAKER}.webp`;
export const COPY_NAMES = (Object.keys(COPY_FORMS) as CopyForm[]).map(copyName);

/** Most pixels of a picture that is opened: a small file can claim any number. */
const MOST_PIXELS = 120_000_000;
const MOST_BYTES = 209_715_200;
const MOST_SECONDS = 20;

/** Pictures that are opened; all else, such as SVG and PDF, is never given to the decoder. */
const PICTURES = new Set(["jpeg", "png", "gif", "webp", "tiff", "avif"]);

/** Whether of files of this kind (`fileKindOf`) working copies are made. */
export const hasCopies = (kind: string): boolean => PICTURES.has(kind);

// One picture at a time: a decoded one takes up to half a gigabyte.
const inTurn = queue();

/**
 * The working copy of a picture: turned upright, without EXIF, place, camera or embedded small picture, as WebP. The
 * original is read and never altered.
 * @returns undefined where the file is no picture that is opened here
 * @throws Problem format/limit on too many bytes or pixels, format/file on a damaged picture
 */
export async function makeCopy(original: Uint8Array, form: CopyForm): Promise<Buffer | undefined> {
  const { kind } = fileKindOf(original.subarray(0, HEAD_BYTES));
  if (!hasCopies(kind)) return undefined;
  if (original.length > MOST_BYTES)
    throw problem(catalogue.limit, { what: "picture", limit: `${MOST_BYTES} bytes`, seen: `${original.length}` });
  return inTurn(async () => {
    try {
      const side = COPY_FORMS[form];
      return await sharp(original, { limitInputPixels: MOST_PIXELS, failOn: "error", pages: 1 })
        .rotate()
        .resize({ width: side, height: side, fit: "inside", withoutEnlargement: true })
        .webp({ quality: form === "view" ? 88 : 70 })
        .timeout({ seconds: MOST_SECONDS })
        .toBuffer();
    } catch (error) {
      const said = (error as Error).message;
      if (/pixel limit/i.test(said))
        throw problem(catalogue.limit, { what: "picture", limit: `${MOST_PIXELS} pixels`, seen: "more" });
      throw Object.assign(problem(catalogue.badFile, { why: `a ${kind} that cannot be opened: ${said}` }), {
        cause: error,
      });
    }
  });
}

/**
 * The working copy of evidence, kept beside it and destroyed with it; made where it is not there yet.
 * @returns undefined where the evidence is not here, or is no picture
 * @throws Problem as `makeCopy`
 */
export async function workingCopy(evidence: Evidence, sha256: string, form: CopyForm): Promise<Buffer | undefined> {
  const kept = await evidence.copy(sha256, copyName(form));
  if (kept) return kept;
  const size = await evidence.size(sha256);
  if (size === undefined) return undefined;
  const head = await whole(evidence, sha256, { from: 0, until: Math.min(size, HEAD_BYTES) });
  if (!head || !hasCopies(fileKindOf(head).kind)) return undefined;
  if (size > MOST_BYTES)
    throw problem(catalogue.limit, { what: "picture", limit: `${MOST_BYTES} bytes`, seen: `${size}` });
  const original = await whole(evidence, sha256);
  const made = original && (await makeCopy(original, form));
  if (!made) return undefined;
  await evidence.keepCopy(sha256, copyName(form), made);
  // Erased while it was being made: what was kept goes too.
  if ((await evidence.size(sha256)) === undefined) {
    await evidence.destroy(sha256);
    return undefined;
  }
  return made;
}

async function whole(
  evidence: Evidence,
  sha256: string,
  range?: { readonly from: number; readonly until: number },
): Promise<Buffer | undefined> {
  const stream = await evidence.get(sha256, range);
  if (!stream) return undefined;
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

/**
 * Refuses a file that may not be handed in as evidence: an archive, a program, markup, what is not known, too long a
 * file of its kind.
 * @param head its first `HEAD_BYTES` bytes
 * @throws Problem format/file, format/limit
 */
export function checkHandedIn(name: string, head: Uint8Array, bytes: number): void {
  const { kind, accepted, mostBytes } = fileKindOf(head);
  if (!accepted)
    throw new Problem(
      catalogue.badFile.code,
      catalogue.badFile.status,
      1,
      `of kind ${kind}, which is not taken as evidence: hand in pictures, recordings, PDF, office documents, text, JSON or XML; unpack archives first`,
      { file: name },
    );
  if (bytes > mostBytes)
    throw problem(catalogue.limit, { what: `${name} (${kind})`, limit: `${mostBytes} bytes`, seen: `${bytes}` });
}
