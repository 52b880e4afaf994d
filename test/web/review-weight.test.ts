import { expect, test } from "vitest";
import { weightOf } from "../../web/review/weight.ts";

test.each([
  [4, "strongly-for"],
  [3, "strongly-for"],
  [2.99, "for"],
  [0.2, "for"],
  [0.19, "hardly"],
  [0, "hardly"],
  [-0.19, "hardly"],
  [-0.2, "against"],
  [-2.99, "against"],
  [-3, "strongly-against"],
] as const)("%s nats: %s", (nats, words) => expect(weightOf(nats)).toBe(words));
