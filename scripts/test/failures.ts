import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { root } from "../node.mjs";

type Suite = { specs?: { title: string; file: string; ok: boolean }[]; suites?: Suite[] };

const vitestFiles = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()) }),
      ),
    }),
  ),
});
const suite: z.ZodType<Suite> = z.lazy(() =>
  z.object({
    specs: z.array(z.object({ title: z.string(), file: z.string(), ok: z.boolean() })).optional(),
    suites: z.array(suite).optional(),
  }),
);
const playwrightSuites = z.object({ suites: z.array(suite) });

/** A line for each test that vitest reported as failed in `file`, and for each file that did not load. */
export function failuresOfVitest(file: string): string[] {
  const report = vitestFiles.safeParse(readReport(file));
  if (!report.success) return [];
  return report.data.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const where = path.relative(root, name);
    const failed = assertionResults.filter((test) => test.status === "failed");
    const didNotLoad = status === "failed" && failed.length === 0;
    return didNotLoad
      ? [`${where}: ${firstLine(message)}`]
      : failed.map((test) => `${where} › ${test.fullName}: ${firstLine(test.failureMessages[0])}`);
  });
}

/** A line for each story that Playwright reported as failed in `file`. */
export function failuresOfPlaywright(file: string): string[] {
  const report = playwrightSuites.safeParse(readReport(file));
  return report.success ? report.data.suites.flatMap(failedIn) : [];
}

/** What a runner wrote into `file`, or nothing when it wrote nothing that can be read. */
export function readReport(file: string): unknown {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

function failedIn({ specs = [], suites = [] }: Suite): string[] {
  const failed = specs.filter(({ ok }) => !ok).map(({ title, file }) => `e2e/${file} › ${title}`);
  return [...failed, ...suites.flatMap(failedIn)];
}

function firstLine(message = ""): string {
  return message.split("\n", 1)[0] ?? "";
}
