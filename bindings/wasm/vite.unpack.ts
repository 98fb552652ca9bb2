import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Puts the decoder of xz into the one file that uses it: the rest of the package stands on nothing. */
export default defineConfig({
  root: here("."),
  publicDir: false,
  build: {
    outDir: here("dist"),
    emptyOutDir: false,
    target: "es2023",
    lib: { entry: here("dist/unpack.js"), formats: ["es"], fileName: () => "unpack.js" },
  },
});
