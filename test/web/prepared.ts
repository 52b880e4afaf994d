import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { inject } from "vitest";
import type { Role } from "../../src/access/roles.ts";
import { passwordHash } from "../../src/server/identity/password.ts";
import { hashOf, newSecret } from "../../src/server/secrets.ts";
import { openIdentity } from "../../src/store/identity-open.ts";
import { millis } from "../../src/units.ts";
import { example, temporaryFolder, trucekeeper } from "../cli/run.ts";

/** The one mission of these tests: an example's files, imported by the command line. */
export const MISSION = "truce";
/** A mission of texts and commitments, without incidents. */
export const FRAMEWORK = "framework";
/** The same texts in an exercise, where a ladder that is not in force can run. */
export const DRILL = "drill";
export const PASSWORD = "a quiet night at the line";

const ROLE_OF: Readonly<Record<string, Role>> = {
  reporter: "verifier",
  verifier: "verifier",
  commissioner: "commissioner",
  deputy: "commissioner",
  keeper: "administrator",
  observer: "observer",
  analyst: "analyst",
  guarantor: "guarantor",
};

const IN_DRILL: ReadonlySet<string> = new Set(["commissioner", "deputy", "verifier", "guarantor"]);

function run(args: readonly string[], env: Readonly<Record<string, string>>): void {
  const { code, err } = trucekeeper(args, env);
  if (code !== 0) throw new Error(`trucekeeper ${args.join(" ")}: exit ${code}\n${err}`);
}

/** Fills an empty data folder. @returns the one-time link of the login whose password is not set */
async function fill(data: string): Promise<Readonly<Record<string, string>>> {
  const env = { TRUCEKEEPER_DATA: data };
  const identity = await openIdentity(env);
  const password = await passwordHash(PASSWORD);
  const now = millis(Date.now());
  for (const [login, role] of Object.entries(ROLE_OF)) {
    const { id } = await identity.addPerson({ login, name: login, operator: false }, now);
    await identity.setPassword(id, password);
    const part = role === "guarantor" ? { role, guarantor: "COALITION" } : { role };
    await identity.setMembership(MISSION, id, part);
    if (IN_DRILL.has(login)) await identity.setMembership(DRILL, id, part);
  }
  const newcomer = await identity.addPerson({ login: "newcomer", name: "newcomer", operator: false }, now);
  const link = newSecret();
  await identity.put(hashOf(link), "link", newcomer.id, millis(now + 86_400_000));
  for (const mission of [MISSION, FRAMEWORK]) await identity.setOpening(mission, { public: true });
  const author = (await identity.personByLogin("reporter"))?.id ?? "";
  await identity.close();
  const marked = ["--marking", "TLP:CLEAR", "--as-author", author];
  const truce = example("easter-truce-2025");
  const reports = truce.files.filter((f) => f.endsWith("reports.csv"));
  run(["import", "--mission", MISSION, "--agreement", truce.agreement, ...marked, ...reports], env);
  const paris = example("paris-2026");
  run(["import", "--mission", FRAMEWORK, "--agreement", paris.agreement, ...marked, ...paris.files], env);
  run(["import", "--mission", DRILL, "--exercise", "--agreement", paris.agreement, ...marked, ...paris.files], env);
  return { newcomer: `/app/sign-in#${link}` };
}

/** Whether this caller made the folder: of any number at once, one did. */
function first(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return false;
  }
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/**
 * A data folder of the caller's own, copied from one that is made once a run: by the first suite that asks, while others
 * wait. "reporter" imported the reports and is a verifier; so is "verifier"; "keeper" is administrator; "commissioner"
 * and "deputy" are commissioners, "observer" and "analyst" what they say; their passwords are set, that of "newcomer" is
 * not. "guarantor" acts for the coalition. Commissioners, "verifier" and "guarantor" are in the exercise too. The public may read all but the exercise.
 */
export async function preparedFolder(): Promise<{ data: string; links: Readonly<Record<string, string>> }> {
  const [made, claim] = ["prepared", "prepared.begun"].map((name) => join(inject("madeOnce"), name)) as [
    string,
    string,
  ];
  const outcome = join(made, "links.json");
  if (first(claim)) {
    const draft = `${made}.draft`;
    mkdirSync(join(draft, "data"), { recursive: true });
    const links = await fill(join(draft, "data")).catch((error: unknown) => {
      writeFileSync(join(claim, "failed"), String(error));
      throw error;
    });
    writeFileSync(join(draft, "links.json"), JSON.stringify(links));
    renameSync(draft, made);
  }
  while (!existsSync(outcome)) {
    const failed = join(claim, "failed");
    if (existsSync(failed)) throw new Error(`the prepared folder could not be made: ${readFileSync(failed, "utf8")}`);
    await pause(100);
  }
  const data = temporaryFolder();
  await cp(join(made, "data"), data, { recursive: true });
  return { data, links: JSON.parse(readFileSync(outcome, "utf8")) as Record<string, string> };
}
