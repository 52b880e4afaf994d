import process from "node:process";
import { main } from "../../src/cli/main.ts";
import type { Ran } from "./run.ts";

/** Runs a command in this process: the same code without the cost of a start. One at a time. */
export async function here(args: readonly string[]): Promise<Ran & { readonly code: number }> {
  const said = { out: "", err: "" };
  const { stdout, stderr } = process;
  const writes = { out: stdout.write, err: stderr.write };
  const heard = new Set(stdout.listeners("error"));
  const hear = (which: "out" | "err") =>
    ((text: string | Uint8Array) => {
      said[which] += typeof text === "string" ? text : Buffer.from(text).toString();
      return true;
    }) as typeof stdout.write;
  stdout.write = hear("out");
  stderr.write = hear("err");
  try {
    const code = await main(args);
    return { code, ...said };
  } finally {
    stdout.write = writes.out;
    stderr.write = writes.err;
    // Each call of main listens for a reader that goes away.
    for (const listener of stdout.listeners("error"))
      if (!heard.has(listener)) stdout.off("error", listener as () => void);
  }
}
