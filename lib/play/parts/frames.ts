// Moving pictures: a function called for each frame that the browser draws, while the figure is on the screen.

import { useEffect, useRef } from "preact/hooks";

/**
 * Calls `step` before each frame while `isRunning`, with the seconds since the one before. Off the screen, and in a
 * page that is hidden, nothing runs.
 *
 * @returns a ref for the element that has to be on the screen
 */
export function useFrames<E extends Element>(
  isRunning: boolean,
  step: (seconds: number) => void,
): { current: E | null } {
  const element = useRef<E>(null);
  const latest = useRef(step);
  latest.current = step;
  useEffect(() => {
    if (!isRunning) return;
    let frame = 0;
    let before = 0;
    const draw = (now: number) => {
      latest.current(before === 0 ? 0 : Math.min(0.1, (now - before) / 1000));
      before = now;
      frame = requestAnimationFrame(draw);
    };
    const stop = () => cancelAnimationFrame(frame);
    const observer = new IntersectionObserver((entries) => {
      stop();
      before = 0;
      if (entries.at(-1)!.isIntersecting) frame = requestAnimationFrame(draw);
    });
    if (element.current) observer.observe(element.current);
    return () => {
      stop();
      observer.disconnect();
    };
  }, [isRunning]);
  return element;
}

/** Whether the reader wants no movement that nobody asked for. */
export const wantsLessMotion = () =>
  typeof matchMedia !== "undefined" && matchMedia("(prefers-reduced-motion: reduce)").matches;
