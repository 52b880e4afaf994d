import { Busboy, type BusboyFileStream, type BusboyInstance } from "@fastify/busboy";

/** One part of a multipart/form-data body. */
export interface Part {
  readonly name: string;
  /** Undefined for a field that is no file. */
  readonly file: string | undefined;
  readonly bytes: Buffer;
}

/**
 * The parts of a whole body.
 * @param type Content-Type with its boundary
 * @param most parts at most; more are as a body that is malformed
 * @returns undefined where this is no multipart/form-data, or not a whole one
 */
export function partsOf(body: Uint8Array, type: string, most: number): Promise<Part[] | undefined> {
  return new Promise((done) => {
    if (!/^multipart\/form-data\s*;/i.test(type)) {
      done(undefined);
      return;
    }
    let reader: BusboyInstance;
    try {
      reader = new Busboy({
        headers: { "content-type": type },
        // What is too large was refused with the body; a field's name and value are kept whole or not at all.
        limits: {
          parts: most,
          fieldSize: body.length + 1,
          fieldNameSize: 1_000,
          fileSize: body.length + 1,
          headerSize: 8_192,
        },
        isPartAFile: () => true,
      });
    } catch {
      done(undefined);
      return;
    }
    const parts: Part[] = [];
    const refuse = (): void => done(undefined);
    reader.on(
      "file",
      (name: string | undefined, stream: BusboyFileStream, file: string | undefined, encoding: string) => {
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("error", refuse);
        stream.on("end", () => {
          const whole = Buffer.concat(chunks);
          const bytes = encoding === "base64" ? Buffer.from(whole.toString("latin1"), "base64") : whole;
          if (name === undefined || name === "") refuse();
          else parts.push({ name: unescaped(name), file, bytes });
        });
      },
    );
    reader.on("partsLimit", refuse);
    reader.on("error", refuse);
    reader.on("finish", () => done(parts));
    reader.end(body);
  });
}

/** What browsers escape in a name. Source: the HTML standard, "multipart/form-data encoding algorithm" */
const unescaped = (name: string): string =>
  name.replaceAll(/%0A/gi, "\n").replaceAll(/%0D/gi, "\r").replaceAll("%22", '"');
