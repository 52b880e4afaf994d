import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "scripts/**/*.test.ts", "test/**/*.test.ts"],
    globalSetup: "test/web/shared-folder.ts",
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
