import { z } from "zod";

/** The branch filter of a source that tells of builds, as its integration stores it. */
export const branchFilter = z.string().trim().max(500).default("").meta({
  label: "Branches",
  hint: "Only these branches open incidents, e.g. main, release/*. Left empty, every branch does.",
});

/** Is it one of `wanted`: names separated by commas, where a last * stands for any rest? Without names every branch is. */
export function isWantedBranch(branch: string | undefined, wanted: string): boolean {
  const names = wanted.split(",").flatMap((name) => name.trim() || []);
  return names.length === 0 || names.some((name) => branch !== undefined && matches(branch, name));
}

const matches = (branch: string, name: string): boolean =>
  name.endsWith("*") ? branch.startsWith(name.slice(0, -1)) : branch === name;
