// A hand for each figure, in a page and in JupyterLab: the drivers of all chapters.

import type { PlayFigures } from "../../lib/play/figures/all.ts";
import { ch02 } from "./drivers/ch02.ts";
import { ch03 } from "./drivers/ch03.ts";
import { ch04 } from "./drivers/ch04.ts";
import { ch05 } from "./drivers/ch05.ts";
import { ch06 } from "./drivers/ch06.ts";
import { ch07 } from "./drivers/ch07.ts";
import { ch08 } from "./drivers/ch08.ts";
import type { Driver } from "./hand.ts";

/** Every figure has one, which the compiler holds. */
export const drivers: { [Name in keyof PlayFigures]: Driver } = {
  ...ch02,
  ...ch03,
  ...ch04,
  ...ch05,
  ...ch06,
  ...ch07,
  ...ch08,
};
