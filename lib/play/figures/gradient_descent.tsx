// §4.4.1: drop a ball on a surface and choose the learning rate: it arrives, crawls, flies away, or ends in the wrong
// hollow.

import { useMemo, useState } from "preact/hooks";
import { colors, grid, muted } from "../../display/style.ts";
import { figure } from "../figure.ts";
import { Contours } from "../parts/contours.tsx";
import { Button, Choice, Slider } from "../parts/controls.tsx";
import { Controls, Frame } from "../parts/frame.tsx";
import { useFrames, wantsLessMotion } from "../parts/frames.ts";
import { type Point, Stage } from "../parts/stage.tsx";
import { Say, type Words } from "../parts/words.tsx";
import {
  type Fate,
  fateOf,
  type Place,
  REACH,
  roll,
  type Surface,
  type SurfaceName,
  surfaces,
} from "./surfaces.ts";

const title = { en: "Drop a ball, choose its steps", ja: "球を落として、歩幅を選ぶ" };

const PER_SECOND = 15; // steps

const fates: Record<Fate, Words> = {
  arrived: { en: "it has arrived", ja: "底に着きました" },
  hollow: { en: "it sticks in the lesser hollow", ja: "浅いくぼみから出られません" },
  away: { en: "it has left the picture", ja: "図の外へ飛び出しました" },
  underway: { en: "it is still under way", ja: "まだ途中です" },
};

const SIDE = 340; // px
const toX = (x0: number) => (x0 + REACH) / (2 * REACH) * SIDE;
const toY = (x1: number) => (REACH - x1) / (2 * REACH) * SIDE;
/** A place on the stage; far ones at a few sides' distance, where SVG can still draw a line to. */
const draw = ([x0, x1]: Place) => {
  const far = Math.max(1, Math.abs(x0) / 50, Math.abs(x1) / 50);
  return `${toX(x0 / far).toFixed(1)},${toY(x1 / far).toFixed(1)}`;
};

const short = (value: number) =>
  (Math.abs(value) < 1e6 ? String(Number(value.toPrecision(3))) : value.toExponential(2))
    .replaceAll("-", "−");

function GradientDescentFigure() {
  const [name, setName] = useState<SurfaceName>("x₀² + x₁²");
  const surface: Surface = surfaces[name];
  const [start, setStart] = useState<Place>(surface.start);
  const [lr, setLr] = useState(surface.lr);
  const path = useMemo(() => roll(surface, start, lr), [surface, start, lr]);
  const last = path.length - 1;
  // steps that are shown of a ball that has just been dropped; else all
  const [rolled, setRolled] = useState<number | undefined>(undefined);
  const shown = Math.min(Math.floor(rolled ?? Infinity), last);
  const isRolling = rolled !== undefined && shown < last;
  const place = useFrames<HTMLDivElement>(
    isRolling,
    (seconds) => setRolled((rolled) => (rolled ?? 0) + seconds * PER_SECOND),
  );
  const change = <T,>(set: (value: T) => void) => (value: T) => {
    set(value);
    setRolled(undefined);
  };
  const drop = () => setRolled(wantsLessMotion() ? undefined : 0);

  const here = path[shown]!;
  const fate = fateOf(surface, here);
  const where = `x₀ = ${short(here[0])}, x₁ = ${short(here[1])}`;
  return (
    <Frame title={title} task={surface.task} isDone={surface.isDone(fate, shown)}>
      <div ref={place}>
        <Stage
          width={SIDE}
          height={SIDE}
          label={`${name}: after ${shown} steps of learning rate ${short(lr)}, ${where}`}
          onDrag={change(({ x, y }: Point) =>
            setStart([
              Math.min(Math.max(x / SIDE, 0), 1) * 2 * REACH - REACH,
              REACH - Math.min(Math.max(y / SIDE, 0), 1) * 2 * REACH,
            ])
          )}
          onEnd={drop}
        >
          <rect width={SIDE} height={SIDE} fill={grid} opacity={0.35} />
          <Contours f={surface.f} levels={surface.levels} reach={REACH} side={SIDE} />
          {[surface.bottom, surface.hollow].map((low, i) =>
            low && (
              <path
                key={i}
                d={`M${toX(low[0]) - 6} ${toY(low[1])}h12m-6 -6v12`}
                stroke={muted}
                stroke-width={2}
              />
            )
          )}
          {[-5, 0, 5].map((tick) => (
            <g key={tick} fill={muted}>
              <text x={toX(tick)} y={SIDE - 6} text-anchor="middle">{short(tick)}</text>
              {tick !== -5 && <text x={6} y={toY(tick) + 4}>{short(tick)}</text>}
            </g>
          ))}
          <text x={toX(2.5)} y={SIDE - 6} text-anchor="middle">x₀</text>
          <text x={6} y={toY(2.5) + 4}>x₁</text>
          <polyline
            points={path.slice(0, shown + 1).map(draw).join(" ")}
            fill="none"
            stroke={colors.SGD}
            stroke-width={1.5}
          />
          <path
            d={path.slice(0, shown + 1).map((place) => `M${draw(place)}h0`).join("")}
            stroke={colors.SGD}
            stroke-width={5}
            stroke-linecap="round"
          />
          <circle
            cx={toX(start[0])}
            cy={toY(start[1])}
            r={7}
            fill="none"
            stroke={colors.test}
            stroke-width={2}
          />
          {fate !== "away" && (
            <circle cx={toX(here[0])} cy={toY(here[1])} r={8} fill={colors.test} />
          )}
        </Stage>
      </div>
      <p style={{ marginTop: "8px" }}>
        <Say
          name={{
            en: `After ${shown} steps: ${where}; ${fates[fate].en}.`,
            ja: `${shown} 歩目: ${where}。${fates[fate].ja}。`,
          }}
        />
      </p>
      <Controls>
        <Choice
          label="f ="
          value={name}
          options={Object.keys(surfaces) as SurfaceName[]}
          onInput={change((name: SurfaceName) => {
            setName(name);
            setStart(surfaces[name].start as Place);
            setLr(surfaces[name].lr);
          })}
        />
        <Slider
          label={{ en: "learning rate", ja: "学習率" }}
          min={1e-10}
          max={10}
          isLog
          value={lr}
          onInput={change(setLr)}
        />
        <Slider
          label="x₀"
          min={-REACH}
          max={REACH}
          value={start[0]}
          onInput={change((x0: number) => setStart([x0, start[1]]))}
        />
        <Slider
          label="x₁"
          min={-REACH}
          max={REACH}
          value={start[1]}
          onInput={change((x1: number) => setStart([start[0], x1]))}
        />
        <Button label={{ en: "Drop the ball", ja: "球を落とす" }} onClick={drop} />
      </Controls>
    </Frame>
  );
}

export const gradientDescent = figure<Record<never, never>>({
  title,
  options: [],
  component: GradientDescentFigure,
});
