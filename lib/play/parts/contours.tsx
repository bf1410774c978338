// Heights of a surface as lines, as on a map.

import { useMemo } from "preact/hooks";
import { muted } from "../../display/style.ts";

interface ContoursProps {
  f: (x0: number, x1: number) => number;
  /** heights of the lines */
  levels: readonly number[];
  /** the square of the surface: x0 and x1 go from −reach to reach */
  reach: number;
  /** px, of the square on the stage, whose corner is at 0, 0 */
  side: number;
}

const CELLS = 30; // along a side

/** The lines where f is as high as each level, by marching squares. */
export function Contours({ f, levels, reach, side }: ContoursProps) {
  const path = useMemo(() => linesOf({ f, levels, reach, side }), [f, levels, reach, side]);
  return <path d={path} fill="none" stroke={muted} stroke-width={1} opacity={0.5} />;
}

function linesOf({ f, levels, reach, side }: ContoursProps): string {
  const at = (i: number) => -reach + 2 * reach * i / CELLS;
  const heights = Array.from(
    { length: CELLS + 1 },
    (_, row) => Array.from({ length: CELLS + 1 }, (_, column) => f(at(column), -at(row))),
  );
  const unit = side / CELLS;
  return levels.flatMap((level) => {
    const segments: string[] = [];
    for (let row = 0; row < CELLS; row++) {
      for (let column = 0; column < CELLS; column++) {
        const corners = [[column, row], [column + 1, row], [column + 1, row + 1], [column, row + 1]]
          .map(([x, y]) => ({ x: x!, y: y!, above: heights[y!]![x!]! - level }));
        const crossings = corners.flatMap((from, i) => {
          const to = corners[(i + 1) % 4]!;
          if (from.above > 0 === to.above > 0) return [];
          const share = from.above / (from.above - to.above);
          const [x, y] = [from.x + share * (to.x - from.x), from.y + share * (to.y - from.y)];
          return `${(x * unit).toFixed(1)} ${(y * unit).toFixed(1)}`;
        });
        for (let i = 0; i < crossings.length; i += 2) {
          segments.push(`M${crossings[i]}L${crossings[i + 1]}`);
        }
      }
    }
    return segments;
  }).join("");
}
