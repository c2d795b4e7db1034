import { readdirSync } from "node:fs";
import path from "node:path";

/** "asset" is what Next serves of itself and of the folder public. */
export type Kind = "page" | "route" | "asset" | "nothing";

export type Places = (path: string) => Kind;

/** What is at a path, by the folders `app` and `public` under `root`; while developing they are read each time. */
export function readPlaces(root: string, isDevelopment = false): Places {
  return isDevelopment ? (asked) => placesUnder(root)(asked) : placesUnder(root);
}

function placesUnder(root: string): Places {
  const app = filesUnder(path.join(root, "app"));
  const assets = new Set(filesUnder(path.join(root, "public")).map((file) => `/${file}`));
  const [pages, routes] = ["page.tsx", "route.ts"].map((name) => patternsOf(app, name));
  return (asked) => {
    if (asked.startsWith("/_next/") || asked.startsWith("/__nextjs") || assets.has(asked)) return "asset";
    if (routes?.some((pattern) => pattern.test(asked))) return "route";
    return pages?.some((pattern) => pattern.test(asked)) ? "page" : "nothing";
  };
}

/** The address of a page or route by its file, as its folders name it: "/services/[id]". */
export function addressOfFile(file: string): string {
  const segments = path.posix.dirname(file).split("/");
  return `/${segments.filter((segment) => segment !== "." && !/^\(.*\)$/.test(segment)).join("/")}`;
}

function patternsOf(files: string[], name: string): RegExp[] {
  return files.filter((file) => path.posix.basename(file) === name).map((file) => patternOf(addressOfFile(file)));
}

function patternOf(address: string): RegExp {
  const source = address
    .split("/")
    .filter((segment) => segment !== "")
    .map(segmentPattern)
    .join("");
  return new RegExp(`^${source}/?$`);
}

function segmentPattern(segment: string): string {
  if (segment.startsWith("[[...")) return "(?:/.+)?";
  if (segment.startsWith("[...")) return "/.+";
  return segment.startsWith("[") ? "/[^/]+" : `/${segment.replaceAll(".", "\\.")}`;
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => file.split(path.sep).join("/"));
}
