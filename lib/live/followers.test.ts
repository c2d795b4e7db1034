import { describe, expect, test } from "vitest";
import { changesFor, Followers } from "#lib/live/followers";

const membersOf = (followers: Followers<string>, ...changed: string[]) =>
  [...followers.concerned(new Set(changed))].flatMap(({ members }) => [...members]).toSorted();

describe("followers", () => {
  test("are found by what they follow, each once, and all of them when anything may have changed", () => {
    const followers = new Followers<string>();
    followers.add("list", new Set(["incidents"]));
    followers.add("incident", new Set(["incidents", "incident:1"]));
    followers.add("same incident", new Set(["incident:1", "incidents"]));
    followers.add("all", "everything");
    expect(membersOf(followers, "incidents", "incident:1")).toEqual(["all", "incident", "list", "same incident"]);
    expect(membersOf(followers, "incident:1")).toEqual(["all", "incident", "same incident"]);
    expect(membersOf(followers, "people")).toEqual(["all"]);
    expect(membersOf(followers, "*")).toEqual(["all", "incident", "list", "same incident"]);
    expect([...followers.concerned(new Set(["incident:1"]))]).toHaveLength(2);
  });

  test("never share with others what only they may hear, whatever topics they name", () => {
    const followers = new Followers<string>();
    followers.add("insider", "everything");
    for (const named of ["everything", "everything:", '"everything"', "everything nameless"])
      followers.add(`observer of ${named}`, new Set([named]));
    followers.add("observer of two", new Set(["incidents", "people"]));
    followers.add("observer of one", new Set(["incidents people"]));
    expect(membersOf(followers, "requests:1")).toEqual(["insider"]);
    expect(membersOf(followers, "people")).toEqual(["insider", "observer of two"]);
  });

  test("are forgotten when they leave, and nobody else with them", () => {
    const followers = new Followers<string>();
    followers.add("one", new Set(["incidents"]));
    followers.add("two", new Set(["incidents"]));
    followers.remove("one", new Set(["incidents"]));
    followers.remove("one", new Set(["incidents"]));
    expect(membersOf(followers, "incidents")).toEqual(["two"]);
    followers.remove("two", new Set(["incidents"]));
    expect(membersOf(followers, "incidents")).toEqual([]);
    expect(membersOf(followers, "*")).toEqual([]);
    followers.add("three", new Set(["incidents"]));
    expect(membersOf(followers, "incidents")).toEqual(["three"]);
  });
});

describe("the changes for somebody", () => {
  const many = new Set(Array.from({ length: 501 }, (_, at) => `incident:${at}`));

  test("are those that they follow", () => {
    expect(changesFor(new Set(["incident:7", "people"]), many)).toEqual(["incident:7"]);
    expect(changesFor("everything", new Set(["people"]))).toEqual(["people"]);
  });

  test("are anything when that changed, or too much to name", () => {
    expect(changesFor(new Set(["people"]), new Set(["*", "incidents"]))).toEqual(["*"]);
    expect(changesFor("everything", many)).toEqual(["*"]);
  });
});
