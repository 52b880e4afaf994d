// Builds dist/web/: the browser application, its map loaded when it is needed.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { build } from "vite";
import { firstView } from "./first-view.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** The application is served under this path; every link in it is relative to that. */
export const BASE = "/app/";

/**
 * Tells the service worker what there is to keep, and names its store after all of it. Asked when all is written: on the
 * way there files still come and go, and a worker that cannot fetch one of its list never starts.
 */
const shell = {
  name: "trucekeeper-shell",
  writeBundle({ dir }, bundle) {
    // Older browsers' fonts are never asked for by a browser that has service workers.
    const built = Object.keys(bundle).filter(
      (name) => name !== "sw.js" && name !== "index.html" && !name.endsWith(".woff"),
    );
    const missing = built.find((name) => !existsSync(join(dir, name)));
    if (missing) throw new Error(`the service worker would wait for ${missing}, which is not in ${dir}`);
    const files = [...built, ...readdirSync(join(root, "web/public"))].map((name) => BASE + name).sort();
    const worker = readFileSync(join(dir, "sw.js"), "utf8");
    const version = createHash("sha256").update(files.join("\n")).update(worker).digest("hex").slice(0, 16);
    writeFileSync(
      join(dir, "sw.js"),
      worker.replaceAll("__SHELL__", JSON.stringify(files)).replaceAll("__VERSION__", JSON.stringify(version)),
    );
  },
};

export function buildWeb() {
  return build({
    root: join(root, "web"),
    base: BASE,
    configFile: false,
    logLevel: "warn",
    plugins: [react(), shell, firstView(join(root, "web"))],
    build: {
      outDir: join(root, "dist/web"),
      emptyOutDir: true,
      target: "es2022",
      // A data: address in a style sheet would need a wider content policy.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 1_200,
      rollupOptions: {
        input: { index: join(root, "web/index.html"), sw: join(root, "web/app/service-worker.ts") },
        // A service worker governs what lies below its own address.
        output: { entryFileNames: (chunk) => (chunk.name === "sw" ? "sw.js" : "assets/[name]-[hash].js") },
      },
    },
  });
}
