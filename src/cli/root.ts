import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this installation: the nearest one above this module that holds package.json and examples/. */
export function installation(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!(existsSync(join(folder, "package.json")) && existsSync(join(folder, "examples")))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error("trucekeeper: package.json and examples/ are not above the program");
    folder = parent;
  }
  return folder;
}
