import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here("."),
  // Served from any folder.
  base: "./",
  plugins: [react()],
  resolve: { alias: { "@foundry/wasm": here("../dist") } },
  worker: { format: "es" },
  build: {
    outDir: here("../dist/preview"),
    emptyOutDir: true,
    target: "es2023",
    // Everything comes as a file of its own: the policy of the page allows no inline data for scripts and modules.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
});
