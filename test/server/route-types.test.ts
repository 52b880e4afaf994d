import { expect, test } from "vitest";
import { z } from "zod";
import { route } from "../../src/server/route.ts";
import { ROUTES } from "../../src/server/routes/index.ts";

const answer = z.object({ n: z.number() });
const handle = async () => ({ n: 1 });

test("a route without a permission, with an unknown one, or outside its mission does not compile", () => {
  // @ts-expect-error: permission is missing
  route({ method: "get", path: "/missions/{mission}/x", summary: "", answer, handle });
  // @ts-expect-error: no such permission
  route({ method: "get", path: "/missions/{mission}/x", permission: "incident.see", summary: "", answer, handle });
  // @ts-expect-error: a mission's permission, and a path that names no mission
  route({ method: "get", path: "/incidents", permission: "incident.read", summary: "", answer, handle });
  // @ts-expect-error: another answer than the schema's
  route({ method: "get", path: "/x", permission: "anyone", summary: "", answer, handle: async () => ({ n: "1" }) });
  expect(ROUTES.every((r) => r.permission !== undefined)).toBe(true);
});
