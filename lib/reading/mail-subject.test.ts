import { describe, expect, test } from "vitest";
import { readSubject } from "#lib/reading/mail-subject";
import { growthOf, linearGrowth } from "#lib/testing-growth";

describe("what the beginning of a subject says", () => {
  test.each([
    ["Disk full on db-1", "trigger", "Disk full on db-1"],
    ["[RESOLVED] Disk full", "resolve", "Disk full"],
    ["[resolved] Disk full", "resolve", "Disk full"],
    ["Re: Fwd: RE[2]: [OK] Disk full", "resolve", "Disk full"],
    ["[UP] - Disk full", "resolve", "Disk full"],
    ["RESOLVED: Disk full", "resolve", "Disk full"],
    ["OK - Disk full", "resolve", "Disk full"],
    ["Recovered Disk full", "resolve", "Disk full"],
    ["Recovered", "resolve", ""],
    ["✅ Recovered: Disk full", "resolve", "Disk full"],
    ["[db-1] [✅ Up] 200 - OK", "resolve", "[db-1] 200 - OK"],
    ["[FIRING:2] DiskFull (prod)", "trigger", "DiskFull (prod)"],
    ["[RESOLVED] DiskFull (prod)", "resolve", "DiskFull (prod)"],
    ["Problem: Disk full", "trigger", "Disk full"],
    ["Resolved in 1h 5m 3s: Disk full", "resolve", "Disk full"],
    ["** PROBLEM Service Alert: db-1/disk is CRITICAL **", "trigger", "db-1/disk"],
    ["** RECOVERY Service Alert: db-1/disk is OK **", "resolve", "db-1/disk"],
    ['ALARM: "cpu" in EU', "trigger", '"cpu" in EU'],
    ['OK: "cpu" in EU', "resolve", '"cpu" in EU'],
    ["Monitor is DOWN: shop", "trigger", "shop"],
    ["Monitor is UP: shop", "resolve", "shop"],
    ["[ACK] Disk full", "acknowledge", "Disk full"],
    ["ACKNOWLEDGED: Disk full", "acknowledge", "Disk full"],
    ["[RESOLVED] [CRITICAL] Disk full", "resolve", "Disk full"],
    ["", "trigger", ""],
  ])("%s", (subject, action, rest) => expect(readSubject(subject)).toMatchObject({ action, rest }));

  test.each([
    "Up to 5 nodes are down",
    "Recovery of db-1 failed",
    "Clear water pump stopped",
    "OK button is missing",
    "[UNRESOLVED] Disk full",
    "Not OK: disk",
    "Acknowledgement queue is stuck",
    "Resolver is down",
  ])("%s only looks like an end", (subject) => expect(readSubject(subject).action).toBe("trigger"));

  test.each([
    ["[CRITICAL] Disk", "critical"],
    ["[db-1] [Warning] Disk", "warning"],
    ["WARNING: Disk", "warning"],
    ["P1 - Disk", "critical"],
    ["[FIRING:1] [P3] Disk", "warning"],
    ["Critical mass of errors", undefined],
    ["Disk [CRITICAL]", undefined],
    ["Page: not found", undefined],
  ])("%s is %s", (subject, severity) => expect(readSubject(subject).severity).toBe(severity));

  test("an integration's own phrases count as whole words, in any case, besides the usual ones", () => {
    const own = { resolve: ["all good"], acknowledge: ["On it"] };
    expect(readSubject("All good - disk", own)).toMatchObject({ action: "resolve", rest: "disk" });
    expect(readSubject("Re: on it: disk", own)).toMatchObject({ action: "acknowledge", rest: "disk" });
    expect(readSubject("All goods are gone", own).action).toBe("trigger");
    expect(readSubject("[OK] disk", own).action).toBe("resolve");
  });

  test.each(["[", "[OK] ", "Re: ", "a ", "*"])("a hostile subject of many %j takes no time", async (piece) => {
    const growth = await growthOf(250_000, (size) => readSubject(piece.repeat(size / piece.length)));
    expect(growth).toBeLessThan(linearGrowth);
  });
});
