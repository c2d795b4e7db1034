"use client";

import { BookOpen, Keyboard, LogOut, UserRound } from "lucide-react";
import Link from "next/link";
import { useRef } from "react";
import { useMe } from "#components/person-provider";
import { Avatar } from "#components/ui/avatar";
import { Button } from "#components/ui/button";
import { Menu, MenuContent, MenuEntry, MenuLabel, MenuSeparator, MenuTrigger } from "#components/ui/dropdown-menu";
import { roleTexts } from "#lib/auth/roles";

/** Who is signed in, and what only they can do. */
export function MyMenu({ onHelp }: { onHelp: () => void }) {
  const me = useMe();
  const leaving = useRef<HTMLFormElement>(null);
  return (
    <Menu>
      <form ref={leaving} method="post" action="/sign-out" hidden />
      <MenuTrigger asChild>
        <Button variant="ghost" size="icon" aria-label="My menu">
          <Avatar name={me.name} />
        </Button>
      </MenuTrigger>
      <MenuContent className="w-60">
        <MenuLabel>
          <span className="block truncate font-medium text-ink text-sm">{me.name}</span>
          <span className="block truncate">{me.email}</span>
          <span className="block">{roleTexts[me.role].label}</span>
        </MenuLabel>
        <MenuSeparator />
        <MenuEntry asChild>
          <Link href="/profile">
            <UserRound aria-hidden />
            Profile
          </Link>
        </MenuEntry>
        <MenuEntry asChild>
          <Link href="/docs/sending">
            <BookOpen aria-hidden />
            Documentation
          </Link>
        </MenuEntry>
        <MenuEntry onSelect={onHelp}>
          <Keyboard aria-hidden />
          Keyboard shortcuts
        </MenuEntry>
        <MenuSeparator />
        <MenuEntry onSelect={() => leaving.current?.submit()}>
          <LogOut aria-hidden />
          Sign out
        </MenuEntry>
      </MenuContent>
    </Menu>
  );
}
