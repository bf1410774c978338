// What is around each figure: its title, what to try, and the praise when it is done.

import type { ComponentChildren } from "preact";
import { Say, type Words } from "./words.tsx";

interface FrameProps {
  title: Words;
  /** what to try, in a line */
  task: Words;
  /** whether the reader has done it */
  isDone?: boolean;
  children: ComponentChildren;
}

export const Frame = ({ title, task, isDone = false, children }: FrameProps) => (
  <div class="play-frame">
    <p class="play-title">
      <Say name={title} />
    </p>
    {children}
    <p class={isDone ? "play-task done" : "play-task"} role="status">
      {isDone ? "✓ " : "→ "}
      <Say name={task} />
    </p>
  </div>
);

/** Controls in a row that breaks where there is no room. */
export const Controls = ({ children }: { children: ComponentChildren }) => (
  <div class="play-controls">{children}</div>
);

/** Things side by side where there is room, one below the other where there is not. */
export const Row = ({ children }: { children: ComponentChildren }) => (
  <div class="play-row">{children}</div>
);
