import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

import { NEEDS as SERVER_NEEDS } from "../../src/server/decision-draft.ts";
import { may, mayOn } from "../../web/app/may-on.ts";
import { NEEDS } from "../../web/incident/decision-body.ts";
import { root } from "../cli/run.ts";

const mission = (exercise: boolean, ...allowed: string[]) => ({ exercise, may: allowed });

test("an act is offered on the mission's own side alone, exercise or real", () => {
  for (const own of [true, false])
    for (const other of [true, false])
      expect([own, other, mayOn({ exercise: other }, mission(own, "response.step"), "response.step")]).toEqual([
        own,
        other,
        own === other,
      ]);
});

test("an act is offered to who has its permission, and to nobody else", () => {
  expect(may(mission(false, "response.step"), "response.step")).toBe(true);
  expect(may(mission(false, "response.step"), "commitment.deliver")).toBe(false);
  expect(mayOn({ exercise: false }, mission(false, "entry.read"), "response.step")).toBe(false);
});

test("what a screen asks for before it offers a decision is what the server asks for", () => {
  for (const [decision, permission] of Object.entries(NEEDS))
    expect([decision, permission]).toEqual([decision, SERVER_NEEDS[decision as keyof typeof SERVER_NEEDS]]);
});

test("no screen asks in a way of its own", () => {
  const files = readdirSync(join(root, "web"), { recursive: true, encoding: "utf8" });
  const asking = files
    .filter((f) => /\.tsx?$/.test(f))
    .filter((f) => /\bmay\.includes\(/.test(readFileSync(join(root, "web", f), "utf8")));
  expect(asking).toEqual([join("app", "may-on.ts")]);
});
