"use client";

import {
  type ComponentProps,
  createContext,
  type MouseEvent,
  type ReactNode,
  useContext,
  useEffect,
  useState,
} from "react";
import { Button } from "#components/ui/button";
import { noteAct, secondTapMs } from "#lib/browser/second-tap";

const HoldContext = createContext({ isHeld: false, hold: () => {} });

/**
 * Lets the acting buttons inside rest for 400 ms after one of them was pressed, so that a double tap is one press.
 * Put `data-press-area` on the element that holds them and all else that must not take the second tap.
 */
export function PressArea({ children }: { children: ReactNode }) {
  const [heldAt, setHeldAt] = useState<number>();
  useEffect(() => {
    if (heldAt === undefined) return;
    const timer = setTimeout(() => setHeldAt(undefined), secondTapMs);
    return () => clearTimeout(timer);
  }, [heldAt]);
  const hold = () => setHeldAt(performance.now());
  return <HoldContext value={{ isHeld: heldAt !== undefined, hold }}>{children}</HoldContext>;
}

/** Whether a button of this area was pressed just now, and how to say that something else has acted, such as a swipe. */
export function usePressHold() {
  return useContext(HoldContext);
}

type Props = Omit<ComponentProps<typeof Button>, "onClick" | "asChild"> & {
  icon?: ReactNode;
  /** There is nothing to press now; the button keeps its place, and the focus. */
  isDead?: boolean;
  onPress?: () => void;
};

/** A button that acts, or opens what acts. It stands still after a press, and takes no second tap. */
export function PressButton({ icon, isDead = false, loading = false, onPress, children, ...rest }: Props) {
  const { isHeld, hold } = usePressHold();
  const isResting = isDead || isHeld || loading;
  function press(event: MouseEvent<HTMLButtonElement>) {
    if (isResting) return event.preventDefault();
    noteAct(event.nativeEvent);
    hold();
    onPress?.();
  }
  return (
    <Button {...rest} loading={loading} aria-disabled={isResting || undefined} onClick={press}>
      {!loading && icon}
      {children}
    </Button>
  );
}
