/** For so long a second tap is taken for a part of the first. */
export const secondTapMs = 400;
/** A finger that taps twice, or a mouse that is clicked twice, lands this near. */
const sameSpotPx = 24;

export type Tap = {
  at: number;
  x: number;
  y: number;
  /** The button or link that was hit. */
  hit: object | null;
  /** What was hit opens and closes something: two taps would leave it as it was. */
  toggles: boolean;
  /** The part of the page whose buttons act on one thing. */
  area: object | null;
};

/** A tap, and whether it acted (and not just opened or ticked something). */
export type DoneTap = Tap & { acts: boolean };

/**
 * Whether a tap is the second half of a double tap that must do nothing: after an act anything in its area; after any tap
 * what has come to lie on the same spot, and what would close again.
 */
export function isSecondHalf(first: DoneTap | undefined, next: Tap): boolean {
  if (!first || next.at - first.at >= secondTapMs) return false;
  if (first.acts && first.area !== null && first.area === next.area) return true;
  const isSameSpot = Math.hypot(next.x - first.x, next.y - first.y) <= sameSpotPx;
  return isSameSpot && (first.acts || next.toggles || first.hit !== next.hit);
}

let last: DoneTap | undefined;
let isCaught = false;

/** Says that the click or the end of a swipe is an act. */
export function noteAct(event: MouseEvent): void {
  last = { ...tapOf(event), acts: true };
}

/** Keeps second halves from everything on the page. Returns how to stop. */
export function stopSecondHalves(): () => void {
  const options = { capture: true };
  window.addEventListener("pointerdown", onDown, options);
  window.addEventListener("mousedown", onMouseDown, options);
  window.addEventListener("click", onClick, options);
  return () => {
    window.removeEventListener("pointerdown", onDown, options);
    window.removeEventListener("mousedown", onMouseDown, options);
    window.removeEventListener("click", onClick, options);
  };
}

function onDown(event: PointerEvent): void {
  const tap = tapOf(event);
  isCaught = isSecondHalf(last, tap);
  if (isCaught) event.stopImmediatePropagation();
  // A menu opens on this and covers the page, so that the click hits nothing.
  else if (tap.toggles) last = { ...tap, acts: false };
}

// The focus stays where the first half has put it, such as in a menu, which closes when it loses it.
function onMouseDown(event: MouseEvent): void {
  if (!isCaught) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

// A click without a finger or a mouse comes from a key, a label or a reader, and has no spot.
function onClick(event: MouseEvent): void {
  const tap = tapOf(event);
  if (
    (isCaught && event.detail > 0) ||
    (event.detail === 0 && last?.acts && isSecondHalf({ ...last, x: Number.NaN }, tap))
  ) {
    event.preventDefault();
    event.stopImmediatePropagation();
  } else if (tap.hit && event.detail > 0) {
    last = { ...tap, acts: false };
  }
  isCaught = false;
}

const pressable = "button, a[href], label, summary, [role=button], [role=menuitem], [role=option], [role=tab]";

function tapOf(event: MouseEvent): Tap {
  const target = event.target instanceof Element ? event.target : null;
  const hit = target?.closest(pressable) ?? null;
  return {
    at: event.timeStamp,
    x: event.clientX,
    y: event.clientY,
    hit,
    toggles: hit?.hasAttribute("aria-expanded") ?? false,
    area: target?.closest("[data-press-area]") ?? null,
  };
}
