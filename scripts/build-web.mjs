// Builds dist/web/: the browser application, its map loaded when it is needed.
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { build } from "vite";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** The application is served under this path; every link in it is relative to that. */
export const BASE = "/app/";

export function buildWeb() {
  return build({
    root: join(root, "web"),
    base: BASE,
    configFile: false,
    logLevel: "warn",
    plugins: [react()],
    build: {
      outDir: join(root, "dist/web"),
      emptyOutDir: true,
      target: "es2022",
      // A data: address in a style sheet would need a wider content policy.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 1_200,
    },
  });
}
