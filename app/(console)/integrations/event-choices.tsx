"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { EventChoice } from "#lib/events/index";

const Choices = createContext<readonly EventChoice[]>([]);

/** Hands the catalogue's names down to what runs in the browser; its payloads and texts stay on the server. */
export function EventChoices({ choices, children }: { choices: readonly EventChoice[]; children: ReactNode }) {
  return <Choices value={choices}>{children}</Choices>;
}

/** The events that can be subscribed to, in the order of the form. */
export function useEventChoices(): readonly EventChoice[] {
  return useContext(Choices);
}
