import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

import icons from "./src/icons.json" with { type: "json" };

const NODES = new URL("./node_modules/@tabler/icons/tabler-nodes-outline.json", import.meta.url);
const MARK = new URL("./src/mark.svg", import.meta.url);

/** One SVG sprite of just the Tabler icons that src/icons.json names, and the product's own mark. */
function drawings(): Plugin {
  return {
    name: "drawings",
    generateBundle() {
      const nodes: Record<string, [string, Record<string, string>][]> = JSON.parse(readFileSync(NODES, "utf8"));
      const symbols = icons.map((name) => {
        const shapes = nodes[name];
        if (!shapes) throw new Error(`@tabler/icons has no outline icon called ${name}`);
        const body = shapes
          .map(([tag, attrs]) => `<${tag} ${Object.entries(attrs).map(([k, v]) => `${k}="${v}"`).join(" ")}/>`)
          .join("");
        return `<symbol id="${name}" viewBox="0 0 24 24">${body}</symbol>`;
      });
      const source = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
      this.emitFile({ type: "asset", name: "icons.svg", source });
      this.emitFile({ type: "asset", name: "mark.svg", source: readFileSync(MARK, "utf8") });
    },
  };
}

/** manifest.json: plain name to hashed name, which the template tag `asset` reads; and a .gz beside each text file. */
function manifest(): Plugin {
  return {
    name: "flat-manifest",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const names: Record<string, string> = {};
        for (const file of Object.values(bundle)) {
          const plain = file.type === "chunk" ? file.isEntry && `${file.name}.js` : file.names[0];
          if (plain) names[plain] = file.fileName;
        }
        this.emitFile({ type: "asset", fileName: "manifest.json", source: JSON.stringify(names, null, 2) + "\n" });
      },
    },
    writeBundle: {
      order: "post",
      async handler(options, bundle) {
        for (const file of Object.values(bundle)) {
          if (!/\.(js|css|svg)$/.test(file.fileName)) continue;
          const content = file.type === "chunk" ? file.code : file.source;
          await writeFile(`${options.dir}/${file.fileName}.gz`, gzipSync(content, { level: 9 }));
        }
      },
    },
  };
}

export default defineConfig({
  base: "./",
  plugins: [drawings(), manifest()],
  build: {
    // Offices run browsers built on Chromium releases several years old.
    target: ["chrome94", "firefox91", "safari15"],
    outDir: "../src/wuzha/web/static/dist",
    emptyOutDir: true,
    assetsDir: "",
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      checks: { eval: false }, // htmx names eval; its configuration forbids it (src/lists.ts)
      input: { main: "src/main.ts" },
      output: { entryFileNames: "[name]-[hash].js", chunkFileNames: "[name]-[hash].js", assetFileNames: "[name]-[hash][extname]" },
    },
  },
});
