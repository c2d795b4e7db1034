"use client";

import { useMe } from "#components/person-provider";
import { Dialog, DialogBody, DialogContent } from "#components/ui/dialog";
import { Kbd } from "#components/ui/kbd";
import { type Place, placesFor } from "./navigation";

type Section = { title: string; keys: [keys: string[], does: string][] };

const sectionsWith = (places: Place[]): Section[] => [
  {
    title: "Anywhere",
    keys: [
      [["⌘", "K"], "Search and commands; Ctrl K on Windows and Linux"],
      [["/"], "Filter the list, or search"],
      [["?"], "This list"],
      ...places.map((place): [string[], string] => [["g", place.key], `Go to ${place.label.toLowerCase()}`]),
    ],
  },
  {
    title: "List of incidents",
    keys: [
      [["j"], "Next"],
      [["k"], "Previous"],
      [["Enter"], "Open"],
      [["x"], "Select"],
      [["Shift", "x"], "Select all shown"],
      [["a"], "Acknowledge"],
      [["r"], "Resolve"],
      [["s"], "Snooze"],
      [["m"], "Assign to me"],
      [["Shift", "m"], "Assign"],
      [["Esc"], "Clear the selection"],
    ],
  },
  {
    title: "An incident",
    keys: [
      [["a"], "Acknowledge"],
      [["r"], "Resolve, or reopen when it is resolved"],
      [["s"], "Snooze"],
      [["n"], "Write a note"],
      [["m"], "Assign to me"],
    ],
  },
];

/** Which key does what. */
export function KeyboardHelp({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent title="Keyboard shortcuts" size="large">
        <DialogBody tabIndex={0} className="grid gap-x-10 gap-y-6 pb-6 sm:grid-cols-2">
          {sectionsWith(placesFor(useMe().role)).map((section) => (
            <section key={section.title}>
              <h3 className="mb-1 font-medium text-sm">{section.title}</h3>
              <dl className="divide-y text-sm">
                {section.keys.map(([keys, does]) => (
                  <div key={does} className="flex items-center justify-between gap-4 py-1.5">
                    <dt className="text-muted">{does}</dt>
                    <dd className="flex gap-1">
                      {keys.map((key) => (
                        <Kbd key={key}>{key}</Kbd>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </DialogBody>
      </DialogContent>
    </Dialog>
  );
}
