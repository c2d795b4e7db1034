import { Plug } from "lucide-react";
import { Card } from "#components/ui/card";

const steps: [title: string, text: string][] = [
  ["Choose a system", "Give it a name and the address that is to receive the messages."],
  ["Choose what it hears of", "Incidents triggered, acknowledged, resolved, and changes of the system itself."],
  [
    "Test it, then add it",
    "Every message is kept in a log with each attempt. What fails is tried again up to 16 times.",
  ],
];

/** Teaches what an integration is, before there is one. */
export function NothingConnected({ mayAdd }: { mayAdd: boolean }) {
  return (
    <Card className="mb-8 p-5">
      <div className="flex items-start gap-3">
        <Plug aria-hidden className="mt-0.5 size-5 shrink-0 text-muted" />
        <div className="min-w-0">
          <h2 className="font-medium text-base">No other system hears of your incidents yet</h2>
          <p className="max-w-3xl text-muted text-sm">
            An integration here sends what happens in Tocsin to another system. Where alerts come in is set up in
            Services.
            {!mayAdd && " Only an admin can add one; ask an admin of your company."}
          </p>
        </div>
      </div>
      {mayAdd && (
        <ol className="mt-4 grid gap-4 border-t pt-4 md:grid-cols-3">
          {steps.map(([title, text], at) => (
            <li key={title} className="flex gap-3">
              <span
                aria-hidden
                className="flex size-6 shrink-0 items-center justify-center rounded-full border text-muted text-xs tabular-nums"
              >
                {at + 1}
              </span>
              <span className="min-w-0 text-sm">
                <span className="block font-medium">{title}</span>
                <span className="block text-muted">{text}</span>
              </span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
