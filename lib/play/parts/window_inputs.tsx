// What can be changed of a window: the numbers of its filter, its steps, and the border round the picture.

import { NumberField, Slider } from "./controls.tsx";
import { Say } from "./words.tsx";

export const FilterInputs = (
  { filter, onInput }: { filter: number[][]; onInput: (filter: number[][]) => void },
) => (
  <table class="play-inputs">
    <caption>
      <Say name={{ en: "filter", ja: "フィルタ" }} />
    </caption>
    <tbody>
      {filter.map((row, i) => (
        <tr key={i}>
          {row.map((value, j) => (
            <td key={j}>
              <NumberField
                label={`filter, row ${i + 1}, column ${j + 1}`}
                value={value}
                step="any"
                onInput={(value) => onInput(filter.with(i, row.with(j, value)))}
              />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);

interface Steps {
  stride: number;
  pad: number;
}

/** How far a window goes at once, and how wide the border is. */
export const StepInputs = (
  { stride, pad, leastPad = 0, mostPad = 2, onInput }: Steps & {
    leastPad?: number;
    mostPad?: number;
    onInput: (steps: Steps) => void;
  },
) => (
  <>
    <Slider
      label={{ en: "stride", ja: "ストライド" }}
      min={1}
      max={3}
      step={1}
      value={stride}
      onInput={(stride) => onInput({ stride, pad })}
    />
    <Slider
      label={{ en: "pad", ja: "パディング" }}
      min={leastPad}
      max={mostPad}
      step={1}
      value={pad}
      onInput={(pad) => onInput({ stride, pad })}
    />
  </>
);
