"use client";

import { Clock, Ellipsis, UserRound, UserRoundPlus } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useEffectEvent, useState, useTransition } from "react";
import { type PageVerb, useOfferVerbs } from "#components/page-verbs";
import { useMe } from "#components/person-provider";
import { Button } from "#components/ui/button";
import { Menu, MenuContent, MenuEntry, MenuTrigger } from "#components/ui/dropdown-menu";
import { PressArea, PressButton, usePressHold } from "#components/ui/press-button";
import type { Incident } from "#lib/browser/incident";
import { isTakenKey } from "#lib/browser/keys";
import { AcknowledgeButton, ResolveButton } from "../act-buttons";
import { AssignDialog } from "../assign-dialog";
import { useIncidentVerbs } from "../incident-verbs";
import { SnoozeDialog } from "../snooze-dialog";
import { UnsentMark } from "../unsent";

type Props = {
  incident: Incident;
  people: { id: string; name: string }[];
  /** One more entry of the menu on a phone. */
  copyEntry: ReactNode;
};
type Verb = "acknowledge" | "resolve" | "reopen" | "take" | "assign" | "snooze";

/** What can be done with the incident; for responders. At the bottom of the screen on a phone. */
export function IncidentActions(props: Props) {
  return (
    <PressArea>
      <Actions {...props} />
    </PressArea>
  );
}

function Actions({ incident, people, copyEntry }: Props) {
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
    take: () => run("take", () => verbs.assign([incident], [me.id])),
    snooze: () => setDialog("snooze"),
    assign: () => setDialog("assign"),
  };
  useActionKeys({
    a: isAcknowledgeable(incident) ? does.acknowledge : undefined,
    r: open ? does.resolve : does.reopen,
    s: open ? does.snooze : undefined,
    m: open && !isMine ? does.take : undefined,
  });
  useOfferVerbs(verbsOf(incident, does, isMine));
  return (
    <div
      data-press-area
      data-fixed-bar
      className="fixed inset-x-0 bottom-[calc(3.5rem+env(safe-area-inset-bottom))] z-30 flex flex-wrap gap-2 border-t bg-surface p-2 md:static md:z-auto md:border-0 md:bg-transparent md:p-0"
    >
      <UnsentMark incidentId={incident.id} withReason className="w-full justify-between px-1 md:hidden" />
      <MainActions incident={incident} does={does} running={running} />
      <SideActions does={does} open={open} isMine={isMine} running={running} />
      <MoreActions does={does} open={open} isMine={isMine} copyEntry={copyEntry} />
      <SnoozeDialog
        open={dialog === "snooze"}
        onOpenChange={(shown) => setDialog(shown ? "snooze" : undefined)}
        title={`Snooze #${incident.number}`}
        onSnooze={(choice) => run("snooze", () => verbs.snooze([incident], choice))}
      />
      <AssignDialog
        open={dialog === "assign"}
        onOpenChange={(shown) => setDialog(shown ? "assign" : undefined)}
        title={`Assign #${incident.number}`}
        assigned={incident.assignees.map((person) => person.id)}
        people={people}
        onAssign={(added, removed) => run("assign", () => verbs.assign([incident], added, removed))}
      />
    </div>
  );
}

function verbsOf({ number, status, ...rest }: Incident, does: Does, isMine: boolean): PageVerb[] {
  const acknowledge = { label: `Acknowledge #${number}`, key: "a", does: does.acknowledge };
  if (status === "resolved") return [{ label: `Reopen #${number}`, key: "r", does: does.reopen }];
  return [
    ...(isAcknowledgeable({ number, status, ...rest }) ? [acknowledge] : []),
    { label: `Resolve #${number}`, key: "r", does: does.resolve },
    { label: `Snooze #${number}`, key: "s", does: does.snooze },
    { label: `Assign #${number}`, does: does.assign },
    ...(isMine ? [] : [{ label: `Assign #${number} to me`, key: "m", does: does.take }]),
  ];
}

type Does = Record<"acknowledge" | "resolve" | "reopen" | "take" | "snooze" | "assign", () => void>;

/** Two places that never move: how far it is, and what comes next. */
function MainActions({ incident, does, running }: { incident: Incident; does: Does; running: Verb | undefined }) {
  const big = "h-12 flex-1 text-lg md:h-8 md:flex-none md:text-sm";
  const isOver = incident.status === "resolved";
  const isNext = isAcknowledgeable(incident);
  return (
    <>
      <AcknowledgeButton
        as={isOver ? "over" : isNext ? "open" : "done"}
        variant={isNext ? "primary" : "secondary"}
        className={big}
        loading={running === "acknowledge"}
        onPress={does.acknowledge}
      />
      <ResolveButton
        as={isOver ? "reopen" : "open"}
        variant={isNext || isOver ? "secondary" : "primary"}
        className={big}
        loading={running === "resolve" || running === "reopen"}
        onPress={isOver ? does.reopen : does.resolve}
      />
    </>
  );
}

type SideProps = { does: Does; open: boolean; isMine: boolean; running: Verb | undefined };

// As long as the page is shown these keep their places too; an incident that was resolved before has none.
function SideActions({ does, open, isMine, running }: SideProps) {
  const [wasOpen, setWasOpen] = useState(open);
  const [wasFree, setWasFree] = useState(!isMine);
  if (open && !wasOpen) setWasOpen(true);
  if (!isMine && !wasFree) setWasFree(true);
  if (!wasOpen) return null;
  return (
    <>
      <PressButton
        className="max-md:hidden"
        icon={<Clock aria-hidden />}
        isDead={!open}
        onPress={does.snooze}
        loading={running === "snooze"}
      >
        Snooze
      </PressButton>
      <PressButton
        className="max-md:hidden"
        icon={<UserRoundPlus aria-hidden />}
        isDead={!open}
        onPress={does.assign}
        loading={running === "assign"}
      >
        Assign
      </PressButton>
      {wasFree && (
        <PressButton
          className="min-w-36 max-md:hidden"
          icon={<UserRound aria-hidden />}
          isDead={!open || isMine}
          onPress={does.take}
          loading={running === "take"}
        >
          {isMine ? "Assigned to me" : "Assign to me"}
        </PressButton>
      )}
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

/** Runs each verb once at a time and draws the page again after it. */
function useRun() {
  const router = useRouter();
  const [running, setRunning] = useState<Verb>();
  const [waiting, start] = useTransition();
  function run(verb: Verb, act: () => Promise<{ answered: boolean }>) {
    if (waiting && running === verb) return;
    setRunning(verb);
    start(async () => {
      const { answered } = await act();
      if (answered) router.refresh();
    });
  }
  return { run, running: waiting ? running : undefined };
}

function useActionKeys(keys: Record<string, (() => void) | undefined>) {
  const { isHeld, hold } = usePressHold();
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const act = keys[event.key];
    if (!act || isTakenKey(event)) return;
    event.preventDefault();
    if (event.repeat || isHeld) return;
    hold();
    act();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
}
