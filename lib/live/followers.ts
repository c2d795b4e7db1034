import type { Topic } from "#lib/change/wake";

/** What somebody follows: these topics, or everything; for observers without what names an integration. */
export type Followed = ReadonlySet<Topic> | "everything" | "everything nameless";

/** What changed: a set of topics, or a map that has them as keys. */
export type Changed = Pick<ReadonlyMap<Topic, unknown>, "has" | "size" | "keys">;

export type Group<Member> = { followed: Followed; members: Set<Member> };

/** Who follows what. Members with the same topics form one group, and each topic leads to its groups. */
export class Followers<Member> {
  #groups = new Map<string, Group<Member>>();
  #byTopic = new Map<Topic, Set<Group<Member>>>();

  add(member: Member, followed: Followed): void {
    const key = keyOf(followed);
    const group = this.#groups.get(key) ?? { followed, members: new Set() };
    group.members.add(member);
    if (this.#groups.has(key)) return;
    this.#groups.set(key, group);
    for (const topic of topicsOf(followed)) this.#groupsOf(topic).add(group);
  }

  remove(member: Member, followed: Followed): void {
    const key = keyOf(followed);
    const group = this.#groups.get(key);
    group?.members.delete(member);
    if (!group || group.members.size > 0) return;
    this.#groups.delete(key);
    for (const topic of topicsOf(followed)) this.#leave(topic, group);
  }

  /** The groups that one of these changes concerns. */
  concerned(changed: ReadonlySet<Topic>): Iterable<Group<Member>> {
    if (changed.has(anything)) return [...this.#groups.values()];
    const concerned = new Set(this.#byTopic.get(anything));
    for (const topic of changed) for (const group of this.#byTopic.get(topic) ?? []) concerned.add(group);
    return concerned;
  }

  #groupsOf(topic: Topic): Set<Group<Member>> {
    const groups = this.#byTopic.get(topic) ?? new Set();
    this.#byTopic.set(topic, groups);
    return groups;
  }

  #leave(topic: Topic, group: Group<Member>): void {
    const groups = this.#byTopic.get(topic);
    groups?.delete(group);
    if (groups?.size === 0) this.#byTopic.delete(topic);
  }
}

/** The part of `changed` that somebody who follows `followed` is told; past 500 topics it is "anything". */
export function changesFor(followed: Followed, changed: Changed): Topic[] {
  if (changed.has(anything)) return [anything];
  if (isSet(followed)) return [...followed].filter((topic) => changed.has(topic));
  if (changed.size > mostTold) return [anything];
  const topics = [...changed.keys()];
  return followed === "everything" ? topics : topics.filter((topic) => !namesIntegration(topic));
}

/** The id of an integration opens incidents, so observers must not learn it; they hear of "requests" and "integrations". */
export const namesIntegration = (topic: Topic): boolean => /^(requests|integration):/.test(topic);

/** What to call a change for somebody who may not learn which integration it is about. */
export const namelessly = (topic: Topic): Topic => (topic.startsWith("requests:") ? "requests" : "integrations");

const anything: Topic = "*";
const mostTold = 500;

const isSet = (followed: Followed): followed is ReadonlySet<Topic> => typeof followed !== "string";
const topicsOf = (followed: Followed): Iterable<Topic> => (isSet(followed) ? followed : [anything]);
// A list never reads like a word, whatever its topics are called.
const keyOf = (followed: Followed): string => (isSet(followed) ? JSON.stringify([...followed].toSorted()) : followed);
