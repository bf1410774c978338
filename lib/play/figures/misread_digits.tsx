// §8.1.1: the digits that a network misreads, filtered and sorted; a click asks DeepConvNet again.

import { decode, encode } from "fast-png";
import { useMemo, useState } from "preact/hooks";
import { colors, muted } from "../../display/style.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { figure } from "../figure.ts";
import { Bars } from "../parts/bars.tsx";
import { Choice, Slider } from "../parts/controls.tsx";
import { deepNet, readDigits } from "../parts/deep_net.ts";
import { Controls, Frame } from "../parts/frame.tsx";
import { Pixels } from "../parts/pixels.tsx";
import { Stage } from "../parts/stage.tsx";
import { Label } from "../parts/words.tsx";

const title = { en: "Which of these would you have read?", ja: "あなたならどれを読めたか" };
const task = {
  en: "Find a digit whose right answer the network did not even put second.",
  ja: "正解が 2 番目の候補にもなっていない数字を探してみましょう。",
};

/** What was misread. */
export interface MisreadDigits {
  /** (N, 784), from 0 to 1; in a page, a PNG as base64 */
  images: Tensor | string;
  /** what they are */
  labels: readonly number[];
}

/** All digits as one PNG in 16 greys, one below the other: what a notebook keeps. */
function pack({ images, labels }: MisreadDigits): MisreadDigits {
  const isRight = images instanceof Tensor && images.shape[1] === 784 &&
    images.shape[0] === labels?.length;
  if (!isRight) {
    throw new TypeError('play("misread digits"): needs images (N, 784), and as many labels');
  }
  const data = Uint8Array.from(images.data, (value) => Math.round(value * 15) * 17);
  const png = encode({ width: 28, height: 28 * labels.length, data, channels: 1 });
  return { images: png.toBase64(), labels: [...labels] };
}

const unpack = (base64: string): Tensor => {
  const { data, height } = decode(Uint8Array.fromBase64(base64));
  return new Tensor(Float32Array.from(data, (value) => value / 255), [height / 28, 784]);
};

/** The digits from the most to the least probable. */
const rankingOf = (probabilities: ArrayLike<number>): number[] =>
  Array.from({ length: 10 }, (_, digit) => digit)
    .sort((a, b) => probabilities[b]! - probabilities[a]!);

const SHOWN = 20;
const TILE = 66; // px
const ROW = TILE + 18; // with the words beneath

/** Digits side by side, as one picture of 28 rows. */
function sideBySide(x: Tensor, digits: number[]): Float32Array {
  const columns = 28 * digits.length;
  const picture = new Float32Array(28 * columns);
  digits.forEach((digit, place) => {
    for (let row = 0; row < 28; row++) {
      const from = 784 * digit + 28 * row;
      picture.set(x.data.subarray(from, from + 28), row * columns + 28 * place);
    }
  });
  return picture;
}

const sortings = ["index", "sureness", "right answer"] as const;
const choices = ["all", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;

function Misread({ images, labels, weights }: MisreadDigits & {
  weights: { deep_conv_net: Record<string, Tensor> };
}) {
  const x = useMemo(() => typeof images === "string" ? unpack(images) : images, [images]);
  const probabilities = useMemo(() => readDigits(deepNet(weights.deep_conv_net), x).data, [x]);
  const digits = useMemo(() =>
    Array.from(labels, (label, i) => {
      const own = probabilities.subarray(10 * i, 10 * i + 10);
      const ranking = rankingOf(own);
      return { i, label, own, ranking, sureness: own[ranking[0]!]!, right: own[label]! };
    }), [probabilities]);
  const [name, setName] = useState<typeof choices[number]>("all");
  const [sorting, setSorting] = useState<typeof sortings[number]>("index");
  const [page, setPage] = useState(0);
  const [wanted, setChosen] = useState(0);
  const matching = digits.filter(({ label }) => name === "all" || label === Number(name))
    .toSorted((a, b) =>
      sorting === "sureness"
        ? b.sureness - a.sureness
        : sorting === "right answer"
        ? a.right - b.right
        : a.i - b.i
    );
  const pages = Math.max(1, Math.ceil(matching.length / SHOWN));
  const shown = matching.slice(Math.min(page, pages - 1) * SHOWN).slice(0, SHOWN);
  const chosen = shown[Math.min(wanted, shown.length - 1)];
  return (
    <Frame
      title={title}
      task={task}
      isDone={!!chosen && chosen.ranking.indexOf(chosen.label) >= 2}
    >
      <Stage
        width={340}
        height={524}
        label={`${matching.length} digits that are misread` +
          (chosen ? `; chosen: a ${chosen.label}, read as ${chosen.ranking[0]}` : "")}
        canScroll
        onDrag={({ x, y }) => {
          const place = Math.floor(y / ROW) * 5 + Math.floor(x / TILE);
          if (y < 4 * ROW && x < 5 * TILE && place < shown.length) setChosen(place);
        }}
      >
        {[0, 5, 10, 15].filter((first) => first < shown.length).map((first) => {
          const row = shown.slice(first, first + 5);
          return (
            <Pixels
              key={first}
              values={sideBySide(x, row.map(({ i }) => i))}
              columns={28 * row.length}
              range={[0, 1]}
              y={first / 5 * ROW + 3}
              width={TILE * row.length}
            />
          );
        })}
        {shown.map(({ i, label, ranking }, place) => (
          <g
            key={i}
            transform={`translate(${place % 5 * TILE}, ${Math.floor(place / 5) * ROW + 3})`}
          >
            {digits[i] === chosen && (
              <rect
                width={TILE}
                height={TILE}
                fill="none"
                stroke={colors.one}
                stroke-width={4}
              />
            )}
            <text class="tile" x={TILE / 2} y={TILE + 14} text-anchor="middle" font-size={12}>
              {`${label} → ${ranking[0]}`}
            </text>
          </g>
        ))}
        {chosen && (
          <>
            <text y={354} fill={muted}>
              <Label
                en="what DeepConvNet says to the chosen one"
                ja="選んだ数字への DeepConvNet の答え"
              />
            </text>
            <Pixels
              values={x.data.subarray(784 * chosen.i, 784 * chosen.i + 784)}
              range={[0, 1]}
              y={364}
              width={120}
            />
            <Bars values={chosen.own} x={130} y={370} width={206} height={114} />
            <text y={508} class="chosen">
              {`${chosen.label} → ${chosen.ranking[0]} (${chosen.sureness.toFixed(2)}), ` +
                `${chosen.label}: ${chosen.right.toFixed(2)}`}
            </text>
          </>
        )}
      </Stage>
      <Controls>
        <Choice
          label={{ en: "it is", ja: "正解" }}
          value={name}
          options={choices}
          names={{ all: { en: "all", ja: "すべて" } }}
          onInput={setName}
        />
        <Choice
          label={{ en: "sort by", ja: "並べ替え" }}
          value={sorting}
          options={sortings}
          names={{
            index: { en: "place in the data", ja: "データの順" },
            sureness: { en: "sureness", ja: "確信の強さ" },
            "right answer": { en: "right answer", ja: "正解の確率" },
          }}
          onInput={setSorting}
        />
        {pages > 1 && (
          <Slider
            label={{ en: "page", ja: "ページ" }}
            min={1}
            max={pages}
            step={1}
            value={Math.min(page, pages - 1) + 1}
            onInput={(value) => setPage(value - 1)}
          />
        )}
        {shown.length > 1 && (
          <Slider
            label={{ en: "digit", ja: "数字" }}
            min={1}
            max={shown.length}
            step={1}
            value={Math.min(wanted, shown.length - 1) + 1}
            onInput={(value) => setChosen(value - 1)}
          />
        )}
      </Controls>
    </Frame>
  );
}

export const misreadDigits = figure<MisreadDigits>({
  title,
  options: ["images", "labels"],
  weights: ["deep_conv_net"],
  pack,
  component: Misread,
});
