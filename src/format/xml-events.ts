import { SaxesParser } from "saxes";
import { catalogue, problem } from "../problems.ts";
import { blocks } from "./bytes.ts";
import { decoded } from "./decoding.ts";
import { LIMITS } from "./reader.ts";

export type XmlEvent =
  | { readonly kind: "open"; readonly name: string; readonly attributes: Readonly<Record<string, string>> }
  | { readonly kind: "close"; readonly name: string }
  | { readonly kind: "text"; readonly text: string };

const local = (name: string): string => name.slice(name.indexOf(":") + 1);

/**
 * Elements and text of an XML document in order, in batches, names without their prefix. No document type is accepted, so no
 * entity can be defined: constant time and memory (case 131).
 * @throws Problem format/file with line and column of part, format/limit where nesting is too deep or a text too long
 */
export async function* xmlEvents(
  file: string,
  part: string,
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly XmlEvent[], void> {
  const parser = new SaxesParser();
  let found: XmlEvent[] = [];
  let depth = 0;
  let text = "";
  const limit = (what: string, most: string) =>
    problem(catalogue.limit, { what: `${what} in ${part}`, limit: most, seen: "more" }, { file });
  const flush = () => {
    if (text) found.push({ kind: "text", text });
    text = "";
  };
  parser.on("doctype", () => {
    throw problem(
      catalogue.badFile,
      { why: `${part} declares a document type (DTD), which we refuse; save the file again` },
      { file },
    );
  });
  parser.on("opentag", ({ name, attributes }) => {
    flush();
    if (++depth > LIMITS.depth) throw limit("nesting", `${LIMITS.depth} levels`);
    const plain: Record<string, string> = Object.create(null);
    for (const [key, value] of Object.entries(attributes)) plain[local(key)] = String(value);
    found.push({ kind: "open", name: local(name), attributes: plain });
  });
  parser.on("closetag", ({ name }) => {
    flush();
    depth--;
    found.push({ kind: "close", name: local(name) });
  });
  const append = (more: string) => {
    text += more;
    if (text.length > LIMITS.lineBytes) throw limit("one text", `${LIMITS.lineBytes} bytes`);
  };
  parser.on("text", append);
  parser.on("cdata", append);
  parser.on("error", (error) => {
    throw problem(
      catalogue.badFile,
      { why: `${part} is not well-formed XML: ${error.message}; save the file again` },
      { file },
    );
  });
  let unparsed = 0;
  for await (const chunk of decoded(file, blocks(bytes))) {
    parser.write(chunk);
    // A tag or comment without end is kept by the parser until it ends.
    unparsed = found.length > 0 || text ? 0 : unparsed + chunk.length;
    if (unparsed > LIMITS.lineBytes) throw limit("one tag", `${LIMITS.lineBytes} bytes`);
    if (found.length > 0) yield found;
    found = [];
  }
  parser.close();
  if (found.length > 0) yield found;
}
