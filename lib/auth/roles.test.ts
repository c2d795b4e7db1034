import { describe, expect, test } from "vitest";
import { allows, roleOfScopes } from "#lib/auth/roles";

describe("roles", () => {
  test("each role may do what the ones before it may, and no more", () => {
    expect(allows("admin", "admin")).toBe(true);
    expect(allows("admin", "observer")).toBe(true);
    expect(allows("responder", "responder")).toBe(true);
    expect(allows("responder", "admin")).toBe(false);
    expect(allows("observer", "responder")).toBe(false);
  });

  test("a key acts with the role of its widest scope", () => {
    expect(roleOfScopes(["admin"])).toBe("admin");
    expect(roleOfScopes(["read", "write"])).toBe("responder");
    expect(roleOfScopes(["read"])).toBe("observer");
  });

  test("a key that may only send events has no role", () => {
    expect(roleOfScopes(["events:write"])).toBeNull();
    expect(roleOfScopes([])).toBeNull();
  });
});
