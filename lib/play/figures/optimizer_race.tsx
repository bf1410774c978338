// §6.1: six optimizers race down four surfaces from where the reader clicks.

import { useMemo, useState } from "preact/hooks";
import { colors, grid, muted } from "../../display/style.ts";
import { figure } from "../figure.ts";
import { Contours } from "../parts/contours.tsx";
import { Button, Choice, Slider } from "../parts/controls.tsx";
import { Controls, Frame } from "../parts/frame.tsx";
import { useFrames, wantsLessMotion } from "../parts/frames.ts";
import { type Point, Stage } from "../parts/stage.tsx";
import { Label, Say, type Words } from "../parts/words.tsx";
import {
  type Place,
  race,
  type RaceSurface,
  raceSurfaces,
  type Run,
  type Runner,
  STEPS,
  type SurfaceName,
} from "./race.ts";

const title = { en: "Who arrives first?", ja: "最初に着くのは？" };
const task = {
  en: "Multiply the learning rates until SGD flies off and Adam still arrives.",
  ja: "SGD は飛び出すのに Adam は着く、そんな学習率の倍率を見つけましょう。",
};

const PER_SECOND = 12; // steps
const FIRST = 30; // steps that the still picture shows, as the book does

/** A sign for each, around 0, 0. */
const signs: Record<Runner, string> = {
  SGD: "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0",
  Momentum: "M-4.5 -4.5h9v9h-9z",
  Nesterov: "M0 -6.5l6.5 6.5l-6.5 6.5l-6.5 -6.5z",
  AdaGrad: "M0 -6l6 10h-12z",
  RMSprop: "M0 6l6 -10h-12z",
  Adam: "M-2 -6h4v4h4v4h-4v4h-4v-4h-4v-4h4z",
};

const SIDE = 340; // px
const short = (value: number) => String(Number(value.toPrecision(2)));

/** Who arrived with the fewest steps; several if they did at once. */
function winnersOf(runs: readonly Run[]): Words {
  const first = Math.min(...runs.map(({ arrived = Infinity }) => arrived));
  const names = runs.filter(({ arrived }) => arrived === first).map(({ name }) => name).join(", ");
  return first === Infinity
    ? { en: `Nobody arrives within ${STEPS} steps.`, ja: `${STEPS} 歩以内には、誰も着きません。` }
    : { en: `First: ${names}, after ${first} steps.`, ja: `1 着: ${names}（${first} 歩）。` };
}

function OptimizerRaceFigure() {
  const [name, setName] = useState<SurfaceName>("x² / 20 + y²");
  const surface: RaceSurface = raceSurfaces[name];
  const { f, levels, reach, goals } = surface;
  const [start, setStart] = useState<Place>(surface.start);
  const [factor, setFactor] = useState(1);
  const [shown, setShown] = useState(FIRST); // steps
  const [isRunning, setRunning] = useState(false);
  const runs = useMemo(() => race(surface, start, factor), [surface, start, factor]);
  const last = Math.max(...runs.map(({ path, arrived }) => arrived ?? path.length - 1));
  const now = Math.floor(Math.min(shown, last));
  const isOver = now === last;
  const place = useFrames<HTMLDivElement>(isRunning && !isOver, (seconds) => {
    setShown((shown) => shown + seconds * PER_SECOND);
  });
  const begin = () => {
    setShown(wantsLessMotion() ? STEPS : 0);
    setRunning(true);
  };
  /** What the reader changes is answered with the whole race. */
  const change = <T,>(set: (value: T) => void) => (value: T) => {
    set(value);
    setShown(STEPS);
    setRunning(false);
  };

  const toX = (x: number) => (x + reach) / (2 * reach) * SIDE;
  const toY = (y: number) => (reach - y) / (2 * reach) * SIDE;
  const draw = ([x, y]: Place) => `${toX(x).toFixed(1)},${toY(y).toFixed(1)}`;
  const within = (pixel: number) => (Math.min(Math.max(pixel / SIDE, 0), 1) * 2 - 1) * reach;
  const ended = ({ arrived = Infinity, isAway, path }: Run) => {
    if (now >= arrived) return <Label en={`${arrived} steps ✓`} ja={`${arrived} 歩 ✓`} />;
    if (isAway && now >= path.length - 1) return <Label en="flew off" ja="飛び出した" />;
    return "…";
  };
  const [sgd, adam] = [runs[0]!, runs[5]!];
  return (
    <Frame title={title} task={task} isDone={isOver && sgd.isAway && adam.arrived !== undefined}>
      <div ref={place}>
        <Stage
          width={SIDE}
          height={SIDE + 76}
          label={`${name} from ${start.map(short).join(", ")}, after ${now} steps; ${
            isOver ? winnersOf(runs).en : "they are running"
          }`}
          onDrag={change(({ x, y }: Point) =>
            setStart([within(x), -within(y)])
          )}
          onEnd={begin}
        >
          <clipPath id="race">
            <rect width={SIDE} height={SIDE} />
          </clipPath>
          <rect width={SIDE} height={SIDE} fill={grid} opacity={0.35} />
          <Contours f={f} levels={levels} reach={reach} side={SIDE} />
          {goals.map(([x, y]) => (
            <path
              key={x}
              d={`M${toX(x) - 6} ${toY(y) - 6}l12 12m-12 0l12 -12`}
              stroke="currentColor"
              stroke-width={2}
            />
          ))}
          <g clip-path="url(#race)">
            {runs.map(({ name, path }) => (
              <polyline
                key={name}
                points={path.slice(0, now + 1).map(draw).join(" ")}
                fill="none"
                stroke={colors[name]}
                stroke-width={1.5}
              />
            ))}
            <circle
              cx={toX(start[0])}
              cy={toY(start[1])}
              r={7}
              fill="none"
              stroke="currentColor"
              stroke-width={2}
            />
            {runs.map(({ name, path }) => {
              const [x, y] = path[Math.min(now, path.length - 1)]!;
              return (
                <path
                  key={name}
                  d={signs[name]}
                  transform={`translate(${toX(x).toFixed(1)}, ${toY(y).toFixed(1)})`}
                  fill={colors[name]}
                  stroke={colors.paper}
                />
              );
            })}
          </g>
          {runs.map((run, i) => (
            <g
              key={run.name}
              transform={`translate(${6 + (i % 2) * 170}, ${SIDE + 20 + (i >> 1) * 22})`}
            >
              <path d={signs[run.name]} fill={colors[run.name]} />
              <text x={12} y={5}>{run.name}</text>
              <text x={88} y={5} fill={run.arrived === undefined ? muted : undefined}>
                {ended(run)}
              </text>
            </g>
          ))}
        </Stage>
      </div>
      <p>
        <Say
          name={isOver ? winnersOf(runs) : { en: `After ${now} steps …`, ja: `${now} 歩目…` }}
        />
      </p>
      <Controls>
        <Button
          label={isRunning && !isOver
            ? { en: "Pause", ja: "一時停止" }
            : { en: "Race", ja: "走らせる" }}
          onClick={() => {
            if (isRunning && !isOver) {
              setRunning(false);
            } else if (isOver) {
              begin();
            } else setRunning(true);
          }}
        />
        <Button
          label={{ en: "One step", ja: "1 歩" }}
          onClick={() => {
            setRunning(false);
            setShown(isOver ? 0 : now + 1);
          }}
        />
        <Slider
          label={{ en: "learning rates ×", ja: "学習率の倍率 ×" }}
          min={0.1}
          max={10}
          isLog
          value={factor}
          format={short}
          onInput={change(setFactor)}
        />
        <Choice
          label="f ="
          value={name}
          options={Object.keys(raceSurfaces) as SurfaceName[]}
          onInput={change((name: SurfaceName) => {
            setName(name);
            setStart(raceSurfaces[name].start as Place);
          })}
        />
        {(["x", "y"] as const).map((axis, i) => (
          <Slider
            key={axis}
            label={axis}
            min={-reach}
            max={reach}
            value={start[i]!}
            onInput={change((value: number) => setStart(start.with(i, value) as Place))}
          />
        ))}
      </Controls>
    </Frame>
  );
}

export const optimizerRace = figure<Record<never, never>>({
  title,
  options: [],
  component: OptimizerRaceFigure,
});
