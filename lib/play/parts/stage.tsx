// The drawing of a figure: an SVG that is as wide as there is room, and knows where the pointer is in its own units.

import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { FONT, FONT_SIZE, ink } from "../../display/style.ts";

/** A place on a stage. */
export interface Point {
  x: number;
  y: number;
}

interface StageProps {
  width: number;
  height: number;
  /** what is to be seen, for those who do not see it */
  label: string;
  /** called while the pointer is held down on the stage, from the first touch on; `isFirst` says that it is that one */
  onDrag?: (point: Point, isFirst: boolean) => void;
  /** whether a finger scrolls the page all the same, except where a part of the stage, such as a pad, holds it */
  canScroll?: boolean;
  /** called when the pointer moves over the stage, held down or not */
  onHover?: (point: Point) => void;
  /** called when the pointer that was held down is let go */
  onEnd?: () => void;
  children: ComponentChildren;
}

/** One for each figure: it is what a notebook keeps. */
export function Stage(
  { width, height, label, onDrag, canScroll = false, onHover, onEnd, children }: StageProps,
) {
  const held = useRef<number | undefined>(undefined); // the pointer that came first: others are palms and second fingers
  return (
    <svg
      class="play-stage"
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={label}
      font-family={FONT}
      font-size={FONT_SIZE}
      fill={ink}
      style={onDrag ? { touchAction: canScroll ? "auto" : "none", cursor: "pointer" } : {}}
      onPointerDown={(event) => {
        if (!onDrag || event.button !== 0 || held.current !== undefined) return;
        held.current = event.pointerId;
        event.currentTarget.setPointerCapture(event.pointerId);
        onDrag(pointOf(event), true);
      }}
      onPointerMove={(event) => {
        if (![undefined, event.pointerId].includes(held.current)) return;
        onHover?.(pointOf(event));
        if (held.current === undefined) return;
        // all places that the pen has been at since the last frame
        const events = event.getCoalescedEvents?.() ?? [];
        for (const one of events.length > 0 ? events : [event]) {
          onDrag?.(pointOf(one, event.currentTarget), false);
        }
      }}
      onLostPointerCapture={(event) => {
        if (event.pointerId !== held.current) return;
        held.current = undefined;
        onEnd?.();
      }}
    >
      {children}
    </svg>
  );
}

/** Where a pointer is, in the units of the stage. */
function pointOf(event: PointerEvent, stage = event.currentTarget): Point {
  const matrix = (stage as SVGSVGElement).getScreenCTM()!.inverse();
  const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix);
  return { x, y };
}
