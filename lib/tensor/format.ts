// How a tensor looks as text (as NumPy prints it) and as a table in a notebook.
// The rules are those of NumPy 2.4's array2string with its default options: shortest digits that name the value,
// at most 8 of them after the point, lines of 75 characters, "..." in arrays of more than 1,000 elements.

import type { DType, Values } from "./dtype.ts";
import { formatShape, stridesOf } from "./shape.ts";

const PRECISION = 8; // digits after the point
const LINE_WIDTH = 75; // characters
const THRESHOLD = 1000; // elements; larger tensors are abridged
const EDGE_ITEMS = 3; // kept at each end of an abridged axis
const HTML_ROWS = 20; // a larger table is abridged
const HTML_COLUMNS = 12;

/** The text that NumPy's `print` gives for the same array. */
export function formatTensor(x: Values): string {
  const { shape, data } = x;
  if (shape.length === 0) return formatScalar(data[0], x.dtype);
  const abridged = data.length > THRESHOLD;
  const strides = stridesOf(shape);
  const shown = abridged ? edgeValues(x, strides) : Array.from(data);
  const format = x.dtype === "int32"
    ? integerFormat(shown)
    : floatFormat(shown, x.dtype === "float32");

  const write = (axis: number, offset: number, indent: string, width: number): string => {
    if (axis === shape.length) return format(data[offset]);
    const length = shape[axis];
    if (length === 0) return "[]";
    const isAbridged = abridged && length > 2 * EDGE_ITEMS;
    const indices: (number | "...")[] = Array.from({ length }, (_, i) => i);
    if (isAbridged) indices.splice(EDGE_ITEMS, length - 2 * EDGE_ITEMS, "...");
    const parts = indices.map((i) =>
      i === "..." ? i : write(axis + 1, offset + i * strides[axis], indent + " ", width - 1)
    );
    if (axis < shape.length - 1) {
      return `[${parts.join("\n".repeat(shape.length - 1 - axis) + indent)}]`;
    }
    return `[${wrap(parts, indent, width - 1)}]`;
  };
  return shape.includes(0) ? "[]" : write(0, 0, " ", LINE_WIDTH);
}

/** Words joined by spaces into lines of at most `width` characters, all but the first indented. */
function wrap(words: string[], indent: string, width: number): string {
  let text = "";
  let line = indent;
  words.forEach((word, i) => {
    if (line.length + word.length > width && line.length > indent.length) {
      text += line.trimEnd() + "\n";
      line = indent;
    }
    line += word + (i < words.length - 1 ? " " : "");
  });
  return (text + line).slice(indent.length);
}

/** The elements that an abridged print shows; they alone decide the format. */
function edgeValues({ shape, data }: Values, strides: number[]): number[] {
  let offsets = [0];
  shape.forEach((length, axis) => {
    const indices = Array.from({ length }, (_, i) => i)
      .filter((i) => length <= 2 * EDGE_ITEMS || i < EDGE_ITEMS || i >= length - EDGE_ITEMS);
    offsets = offsets.flatMap((offset) => indices.map((i) => offset + i * strides[axis]));
  });
  return offsets.map((offset) => data[offset]);
}

function integerFormat(values: number[]): (value: number) => string {
  const width = Math.max(...values.map((value) => String(value).length));
  return (value) => String(value).padStart(width);
}

function floatFormat(values: number[], isFloat32: boolean): (value: number) => string {
  const finite = values.filter(Number.isFinite);
  const sizes = finite.map(Math.abs).filter((size) => size !== 0);
  const largest = Math.max(...sizes);
  const smallest = Math.min(...sizes);
  const exponential = sizes.length > 0 &&
    (largest >= (isFloat32 ? 1e6 : 1e8) || smallest < 1e-4 || largest / smallest > 1000);
  const toText = exponential
    ? (value: number) => shortestExponential(value, isFloat32)
    : (value: number) => shortestFixed(value, isFloat32);

  const parts = finite.map((value) => split(toText(value)));
  const fraction = Math.max(0, ...parts.map((part) => part.fraction.length));
  const exponent = Math.max(0, ...parts.map((part) => part.exponent.length));
  const others = values.filter((value) => !Number.isFinite(value)).map(nonFinite);
  const tail = fraction + 1 + exponent;
  const whole = Math.max(
    0,
    ...parts.map((part) => part.whole.length),
    ...others.map((text) => text.length - tail),
  );
  return (value) => {
    if (!Number.isFinite(value)) return nonFinite(value).padStart(whole + tail);
    // with an exponent, NumPy fills up with the digits that follow, which are no zeros in float32
    const part = split(exponential ? exponentialText(value, fraction) : toText(value));
    return `${part.whole.padStart(whole)}.${part.fraction.padEnd(fraction)}${part.exponent}`;
  };
}

function split(text: string): { whole: string; fraction: string; exponent: string } {
  const [mantissa, exponent] = text.split("e");
  const [whole, fraction = ""] = mantissa.split(".");
  return { whole, fraction, exponent: exponent === undefined ? "" : `e${exponent}` };
}

function nonFinite(value: number): string {
  return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

/** `1.5`, `-0.33333334`: no exponent, at most 8 digits after the point. */
function shortestFixed(value: number, isFloat32: boolean): string {
  const text = withoutExponent(shortest(value, isFloat32));
  const digits = text.split(".")[1]?.length ?? 0;
  const rounded = digits > PRECISION ? value.toFixed(PRECISION).replace(/0+$/, "") : text;
  return withSignOfZero(rounded, value);
}

/** `1.5e-05`: the fewest digits after the point that name the value, at most 8. */
function shortestExponential(value: number, isFloat32: boolean): string {
  const digits = shortest(value, isFloat32).replace(/e.*|[-.]/g, "").replace(/^0+|0+$/g, "").length;
  return exponentialText(value, Math.min(Math.max(digits - 1, 0), PRECISION));
}

/** One digit before the point, `fraction` after it, an exponent of at least two digits. */
function exponentialText(value: number, fraction: number): string {
  const [mantissa, exponent] = value.toExponential(fraction).split("e");
  const text = `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`;
  return withSignOfZero(text, value);
}

/** The fewest digits that name the value among those of its dtype. */
function shortest(value: number, isFloat32: boolean): string {
  if (!isFloat32) return String(value);
  for (let digits = 1; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(Number(value.toPrecision(9)));
}

/** JavaScript writes 1e-7 and 1e21 where NumPy, in this format, writes the digits out. */
function withoutExponent(text: string): string {
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!match) return text;
  const [, sign, first, rest = "", exponent] = match;
  const power = Number(exponent);
  return power < 0
    ? `${sign}0.${"0".repeat(-power - 1)}${first}${rest}`
    : `${sign}${(first + rest).padEnd(power + 1, "0")}`;
}

function withSignOfZero(text: string, value: number): string {
  return Object.is(value, -0) ? `-${text}` : text;
}

/** A single number as Python prints it: `1.0`, `0.1`, `1e-05`. */
function formatScalar(value: number, dtype: DType): string {
  if (dtype === "int32") return String(value);
  if (!Number.isFinite(value)) return nonFinite(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    const text = String(shortest(value, dtype === "float32"));
    const [mantissa, exponent] = (text.includes("e") ? text : value.toExponential()).split("e");
    return `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`;
  }
  const text = withSignOfZero(withoutExponent(shortest(value, dtype === "float32")), value);
  return text.includes(".") ? text : `${text}.0`;
}

/**
 * A table for a notebook: one row per element of the first axis for a vector or matrix, with shape and dtype
 * beneath; more axes are shown as text.
 */
export function htmlTensor(x: Values): string {
  const caption = `<small>${x.dtype} ${formatShape(x.shape)}</small>`;
  const [rows, columns] = x.shape.length === 1 ? [1, x.shape[0]] : x.shape;
  const isTable = (x.shape.length === 1 || x.shape.length === 2) && rows > 0 && columns > 0 &&
    rows <= HTML_ROWS && columns <= HTML_COLUMNS;
  if (!isTable) return `<pre style="margin:0">${formatTensor(x)}</pre>${caption}`;
  const format = x.dtype === "int32"
    ? integerFormat(Array.from(x.data))
    : floatFormat(Array.from(x.data), x.dtype === "float32");
  const cell = (row: number, column: number) =>
    `<td style="text-align:right;white-space:pre;font-family:monospace">` +
    `${format(x.data[row * columns + column])}</td>`;
  const body = Array.from(
    { length: rows },
    (_, row) => `<tr>${Array.from({ length: columns }, (_, j) => cell(row, j)).join("")}</tr>`,
  );
  return `<table><tbody>${body.join("")}</tbody></table>${caption}`;
}
