"use client";

import { Check, CircleCheckBig, Clock, Ellipsis, RotateCcw, UserRound, UserRoundPlus } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useEffectEvent, useState, useTransition } from "react";
import { useMe } from "#components/person-provider";
import { Button } from "#components/ui/button";
import { Menu, MenuContent, MenuEntry, MenuTrigger } from "#components/ui/dropdown-menu";
import type { Incident } from "#lib/browser/incident";
import { isTakenKey } from "#lib/browser/keys";
import { useIncidentVerbs } from "../incident-verbs";
import { SnoozeDialog } from "../snooze-dialog";
import { AssignDialog } from "./assign-dialog";

type Props = {
  incident: Incident;
  people: { id: string; name: string }[];
  /** One more entry of the menu on a phone. */
  copyEntry: ReactNode;
};
type Verb = "acknowledge" | "resolve" | "reopen" | "assign" | "snooze";

/** What can be done with the incident; for responders. At the bottom of the screen on a phone. */
export function IncidentActions({ incident, people, copyEntry }: Props) {
  const me = useMe();
  const verbs = useIncidentVerbs();
  const { run, running } = useRun();
  const [dialog, setDialog] = useState<"snooze" | "assign">();
  const isMine = incident.assignees.some((person) => person.id === me.id);
  const open = incident.status !== "resolved";
  const does = {
    acknowledge: () => run("acknowledge", () => verbs.acknowledge([incident])),
    resolve: () => run("resolve", () => verbs.resolve([incident])),
    reopen: () => run("reopen", () => verbs.reopen(incident)),
    take: () => run("assign", () => verbs.assign(incident, [...incident.assignees.map((person) => person.id), me.id])),
    snooze: () => setDialog("snooze"),
    assign: () => setDialog("assign"),
  };
  useActionKeys({
    a: isAcknowledgeable(incident) ? does.acknowledge : undefined,
    r: open ? does.resolve : does.reopen,
    s: open ? does.snooze : undefined,
    m: open && !isMine ? does.take : undefined,
  });
  return (
    <div className="fixed inset-x-0 bottom-[calc(3.5rem+env(safe-area-inset-bottom))] z-30 flex gap-2 border-t bg-surface p-2 md:static md:z-auto md:flex-wrap md:border-0 md:bg-transparent md:p-0">
      <MainActions incident={incident} does={does} running={running} />
      {open && (
        <>
          <Button className="max-md:hidden" onClick={does.snooze} loading={running === "snooze"}>
            <Clock aria-hidden />
            Snooze
          </Button>
          <Button className="max-md:hidden" onClick={does.assign} loading={running === "assign"}>
            <UserRoundPlus aria-hidden />
            Assign
          </Button>
          {!isMine && (
            <Button className="max-md:hidden" onClick={does.take}>
              <UserRound aria-hidden />
              Assign to me
            </Button>
          )}
        </>
      )}
      <MoreActions does={does} open={open} isMine={isMine} copyEntry={copyEntry} />
      <SnoozeDialog
        open={dialog === "snooze"}
        onOpenChange={(shown) => setDialog(shown ? "snooze" : undefined)}
        title={`Snooze #${incident.number}`}
        onSnooze={(choice) => run("snooze", () => verbs.snooze(incident, choice))}
      />
      <AssignDialog
        open={dialog === "assign"}
        onOpenChange={(shown) => setDialog(shown ? "assign" : undefined)}
        incident={incident}
        people={people}
        onAssign={(personIds) => run("assign", () => verbs.assign(incident, personIds))}
      />
    </div>
  );
}

type Does = Record<"acknowledge" | "resolve" | "reopen" | "take" | "snooze" | "assign", () => void>;

function MainActions({ incident, does, running }: { incident: Incident; does: Does; running: Verb | undefined }) {
  const big = "h-12 flex-1 text-lg md:h-8 md:flex-none md:text-sm";
  if (incident.status === "resolved") {
    return (
      <Button className={big} onClick={does.reopen} loading={running === "reopen"}>
        <RotateCcw aria-hidden />
        Reopen
      </Button>
    );
  }
  return (
    <>
      {isAcknowledgeable(incident) && (
        <Button variant="primary" className={big} onClick={does.acknowledge} loading={running === "acknowledge"}>
          <Check aria-hidden />
          Acknowledge
        </Button>
      )}
      <Button
        variant={isAcknowledgeable(incident) ? "secondary" : "primary"}
        className={big}
        onClick={does.resolve}
        loading={running === "resolve"}
      >
        <CircleCheckBig aria-hidden />
        Resolve
      </Button>
    </>
  );
}

// Acknowledging also ends a snooze.
const isAcknowledgeable = (incident: Incident) =>
  incident.status === "triggered" || (incident.status === "acknowledged" && incident.snoozedUntil !== null);

function MoreActions({
  does,
  open,
  isMine,
  copyEntry,
}: {
  does: Does;
  open: boolean;
  isMine: boolean;
  copyEntry: ReactNode;
}) {
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button aria-label="More actions" className="h-12 w-12 px-0 md:hidden">
          <Ellipsis aria-hidden />
        </Button>
      </MenuTrigger>
      <MenuContent side="top">
        {open && !isMine && (
          <MenuEntry onSelect={does.take}>
            <UserRound aria-hidden />
            Assign to me
          </MenuEntry>
        )}
        {open && (
          <>
            <MenuEntry onSelect={does.assign}>
              <UserRoundPlus aria-hidden />
              Assign
            </MenuEntry>
            <MenuEntry onSelect={does.snooze}>
              <Clock aria-hidden />
              Snooze
            </MenuEntry>
          </>
        )}
        {copyEntry}
      </MenuContent>
    </Menu>
  );
}

/** Runs one verb at a time and draws the page again after it. */
function useRun() {
  const router = useRouter();
  const [running, setRunning] = useState<Verb>();
  const [waiting, start] = useTransition();
  function run(verb: Verb, act: () => Promise<unknown>) {
    if (waiting) return;
    setRunning(verb);
    start(async () => {
      await act();
      router.refresh();
    });
  }
  return { run, running: waiting ? running : undefined };
}

function useActionKeys(keys: Record<string, (() => void) | undefined>) {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const act = keys[event.key];
    if (!act || isTakenKey(event)) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
}
