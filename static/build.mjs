// Bundles static/src into static/dist: scripts, style sheets and one sprite with the icons that are used.
import { build, context } from "esbuild";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "static", "dist");
const skipped = new Set(["node_modules", "static", "var", "tests", "migrations"]);

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name.startsWith(".") || skipped.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (/\.(html|py)$/.test(entry.name)) yield path;
  }
}

// An icon is whatever icons.json lists, a template names in {% icon "name" %} or Python passes as icon="name".
const mention = /\{%\s*icon\s+"([\w-]+)"|\bicon(?:"\s*:|\s*=)\s*"([\w-]+)"/g;

function usedIcons() {
  const used = new Map(JSON.parse(readFileSync(join(root, "static/src/icons.json"), "utf8")).map((name) => [name, "icons.json"]));
  for (const path of sources(root)) {
    for (const [, inTemplate, inPython] of readFileSync(path, "utf8").matchAll(mention)) {
      used.set(inTemplate ?? inPython, relative(root, path));
    }
  }
  return [...used].sort();
}

function symbol([name, usedIn]) {
  let svg;
  try {
    svg = readFileSync(join(root, "node_modules/@tabler/icons/icons/outline", `${name}.svg`), "utf8");
  } catch {
    throw new Error(`${usedIn}: there is no icon called "${name}" (see https://tabler.io/icons)`);
  }
  const shapes = svg.replace(/<!--[\s\S]*?-->/g, "").replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, "");
  return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.replace(/\s*\n\s*/g, "")}</symbol>`;
}

const options = {
  absWorkingDir: root,
  entryPoints: ["app.js", "theme.js", "app.css", "public.css", "door.js", "door-worker.js", "door.css", "place.js"].map((name) => `static/src/${name}`),
  outdir: dist,
  bundle: true,
  minify: true,
  format: "esm",
  splitting: true, // charts and searchable selects are fetched only by the pages that show them
  chunkNames: "[name]-[hash]",
  target: ["chrome90", "firefox90", "safari15"],
  legalComments: "none",
  logLevel: "info",
};

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
const icons = usedIcons().map(symbol);
writeFileSync(join(dist, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${icons.join("")}</svg>`);
copyFileSync(join(root, "static", "src", "icon.svg"), join(dist, "icon.svg"));
if (process.argv.includes("--watch")) await (await context(options)).watch();
else await build(options);
