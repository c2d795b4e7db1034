"use client";

import { Badge } from "#components/ui/badge";
import { Button } from "#components/ui/button";
import { Card, CardFooter, CardHeader } from "#components/ui/card";
import { Time } from "#components/ui/time";
import { notify, notifyFailure } from "#components/ui/toast";
import type { SessionRow } from "#db/queries/people";
import { browserOf } from "#lib/auth/browser-of";
import { askAction } from "#lib/browser/ask-action";
import { plural } from "#lib/format";
import { endOneSession, endOtherSessions } from "./actions";

/** The browsers one is signed in with. `here` is the one that shows the page. */
export function SessionList({ sessions, here }: { sessions: SessionRow[]; here: string }) {
  return (
    <Card>
      <CardHeader title="Signed in" description="Each sign-in lasts twelve hours." />
      <ul className="divide-y">
        {sessions.map((session) => (
          <Row key={session.id} session={session} isHere={session.id === here} />
        ))}
      </ul>
      <CardFooter>
        {sessions.length > 1 && <Button onClick={endOthers}>Sign out everywhere else</Button>}
        <form method="post" action="/sign-out">
          <Button type="submit">Sign out</Button>
        </form>
      </CardFooter>
    </Card>
  );
}

function Row({ session, isHere }: { session: SessionRow; isHere: boolean }) {
  const browser = browserOf(session.userAgent);
  return (
    <li className="flex items-center justify-between gap-3 px-4 py-2.5 text-sm">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2">
          <span className="font-medium">{browser}</span>
          {isHere && <Badge tone="green">This browser</Badge>}
        </p>
        <p className="text-muted text-xs">
          {session.ip} · signed in <Time at={session.createdAt} /> ·{" "}
          {isHere ? (
            "now here"
          ) : (
            <>
              last here <Time at={session.lastSeenAt} />
            </>
          )}
        </p>
      </div>
      {!isHere && (
        <Button size="small" aria-label={`Sign out ${browser}`} onClick={() => endOne(session)}>
          Sign out
        </Button>
      )}
    </li>
  );
}

async function endOne(session: SessionRow) {
  const told = await askAction(() => endOneSession(session.id));
  if (told.message) notifyFailure("That browser is still signed in", { description: told.message });
  else notify(`${browserOf(session.userAgent)} is signed out`);
}

async function endOthers() {
  const told = await askAction(() => endOtherSessions());
  if (told.message) notifyFailure("The other browsers are still signed in", { description: told.message });
  else notify(`${plural(told.result ?? 0, "other browser")} signed out`);
}
