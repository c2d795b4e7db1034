import { type Role, roles, type Scope } from "#db/vocabulary";

/** May somebody with `role` do what needs `needed`? Each role may do all that the ones before it may. */
export function allows(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}

/** The role an API key acts with, or null for a key that may only send events. */
export function roleOfScopes(scopes: readonly Scope[]): Role | null {
  const roleOfScope: [Scope, Role][] = [
    ["admin", "admin"],
    ["write", "responder"],
    ["read", "observer"],
  ];
  return roleOfScope.find(([scope]) => scopes.includes(scope))?.[1] ?? null;
}

/** What each role is called on screen, and what it is for. */
export const roleTexts: Record<Role, { label: string; hint: string }> = {
  admin: { label: "Admin", hint: "Sees, answers and configures everything." },
  responder: { label: "Responder", hint: "Acknowledges and resolves incidents, and writes notes." },
  observer: { label: "Observer", hint: "Sees incidents and services, and changes nothing." },
};

/** What each API key scope is called on screen, and what it opens. */
export const scopeTexts: Record<Scope, { label: string; hint: string }> = {
  admin: { label: "Full access", hint: "Everything an admin may do." },
  write: { label: "Read and respond", hint: "Read everything; acknowledge, resolve, snooze and note incidents." },
  read: { label: "Read only", hint: "Read incidents and services, change nothing." },
  "events:write": { label: "Send events", hint: "Post events into services, nothing else." },
};
