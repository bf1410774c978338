// What a reader pulls, presses and chooses. Keys work as the browser has them.

import { short } from "./numbers.ts";
import { type Name, plain, Say } from "./words.tsx";

interface SliderProps {
  label: Name;
  value: number;
  min: number;
  max: number;
  /** by default a hundredth of the way */
  step?: number;
  /** equal factors for equal ways, from `min` > 0 */
  isLog?: boolean;
  /** by default three digits */
  format?: (value: number) => string;
  onInput: (value: number) => void;
}

/** A number between two others. */
export function Slider(
  { label, value, min, max, step, isLog = false, format = short, onInput }: SliderProps,
) {
  const [to, from] = isLog ? [Math.log, Math.exp] : [(x: number) => x, (x: number) => x];
  return (
    <label class="play-slider">
      <span>
        <Say name={label} />
      </span>
      <input
        type="range"
        aria-label={plain(label)}
        min={to(min)}
        max={to(max)}
        step={isLog ? "any" : step ?? (max - min) / 100}
        value={to(value)}
        aria-valuetext={format(value)}
        onInput={(event) => onInput(from(event.currentTarget.valueAsNumber))}
      />
      <output>{format(value)}</output>
    </label>
  );
}

/** One of a few names. */
export function Choice<T extends string>(
  { label, value, options, names = {}, onInput }: {
    label: Name;
    /** by default none is chosen: the buttons do something at once */
    value?: T;
    options: readonly T[];
    /** how options are called, where not by themselves */
    names?: Partial<Record<T, Name>>;
    onInput: (value: T) => void;
  },
) {
  return (
    <fieldset class="play-choice">
      <legend>
        <Say name={label} />
      </legend>
      {options.map((option) => (
        <button
          type="button"
          key={option}
          aria-pressed={value === undefined ? undefined : option === value}
          onClick={() => onInput(option)}
        >
          <Say name={names[option] ?? option} />
        </button>
      ))}
    </fieldset>
  );
}

/** A number to type; what is no number changes nothing. */
export const NumberField = (
  { label, value, step, onInput }: {
    label: Name;
    value: number;
    /** of the arrow keys */
    step: number | "any";
    onInput: (value: number) => void;
  },
) => (
  <input
    class="play-number"
    type="number"
    aria-label={plain(label)}
    value={value}
    step={step}
    onInput={(event) => {
      const { valueAsNumber } = event.currentTarget;
      if (Number.isFinite(valueAsNumber)) onInput(valueAsNumber);
    }}
  />
);

/** Something on or off. */
export const Toggle = (
  { label, value, onInput }: {
    label: Name;
    value: boolean;
    onInput: (value: boolean) => void;
  },
) => (
  <label class="play-toggle">
    <input
      type="checkbox"
      checked={value}
      onInput={(event) => onInput(event.currentTarget.checked)}
    />
    <span>
      <Say name={label} />
    </span>
  </label>
);

/** Something to do at once. */
export const Button = (
  { label, onClick, disabled = false }: {
    label: Name;
    onClick: () => void;
    disabled?: boolean;
  },
) => (
  <button type="button" onClick={onClick} disabled={disabled}>
    <Say name={label} />
  </button>
);
