/** For how long an old key or secret may go on working. */
export const overlaps: [hours: number, label: string][] = [
  [0, "Stops at once"],
  [1, "Works for 1 hour more"],
  [24, "Works for 24 hours more"],
  [168, "Works for 7 days more"],
];
