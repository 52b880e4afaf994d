import { spawnSync } from "node:child_process";
import process from "node:process";

/** What one run of a command cost. */
export interface Run {
  readonly seconds: number;
  readonly maxRssMb: number;
  readonly stdout: string;
}

const WRAPPER = `
const { argv, resourceUsage } = process;
process.on("exit", () => console.error("\\nmaxRssKb=" + process.resourceUsage().maxRSS));
const { main } = await import(argv[1]);
process.exitCode = await main(argv.slice(2));
`;

/** Runs a module that exports main(args), in a process of its own; whole process timed, peak memory as the kernel saw it. */
export function runModule(module: string, args: readonly string[]): Run {
  const started = performance.now();
  const result = spawnSync(process.execPath, ["--input-type=module", "-e", WRAPPER, module, ...args], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const seconds = (performance.now() - started) / 1000;
  if (result.status !== 0) throw new Error(`${module} ${args.join(" ")}: exit ${result.status}\n${result.stderr}`);
  const kb = /maxRssKb=(\d+)/.exec(result.stderr)?.[1];
  return { seconds, maxRssMb: Math.round(Number(kb) / 1024), stdout: result.stdout };
}

/** Runs a script as a command; peak memory is what the script itself prints as maxRssMb. */
export function runScript(script: string, args: readonly string[]): Run {
  const started = performance.now();
  const result = spawnSync(process.execPath, [script, ...args], { encoding: "utf8", maxBuffer: 1 << 28 });
  const seconds = (performance.now() - started) / 1000;
  if (result.status !== 0) throw new Error(`${script}: exit ${result.status}\n${result.stderr}`);
  const maxRssMb = (JSON.parse(result.stdout) as { maxRssMb: number }).maxRssMb;
  return { seconds, maxRssMb, stdout: result.stdout };
}

/** Middle value; the lower of the two middle ones where there is no middle. */
export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Number.NaN;
