import { canonical, sha256Hex } from "../canonical.ts";
import type { Body } from "./registry.ts";

/**
 * What makes two imports into one mission the same: file, format, mapping and assumptions, the zone given among them.
 * Neither the file's name nor the reader's version is part of it (design.md section 7, Import key).
 */
export const importKeyOf = ({ file, format, mapping, assumptions, zone }: Body<"import">): string =>
  sha256Hex(canonical({ file: file.sha256, format, mapping, assumptions, zone }));
