// The numbers of a filter, to be changed.

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
              <input
                type="number"
                step="any"
                aria-label={`filter, row ${i + 1}, column ${j + 1}`}
                value={value}
                onInput={({ currentTarget: { valueAsNumber } }) =>
                  Number.isNaN(valueAsNumber) ||
                  onInput(filter.with(i, row.with(j, valueAsNumber)))}
              />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);
