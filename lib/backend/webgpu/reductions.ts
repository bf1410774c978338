// Reductions. A workgroup computes the results of some columns of x (outer, length, inner), side by side, each with
// several lanes, whose values are then combined two by two.

import type { Backend, Reduction } from "../contract.ts";
import type { Gpu } from "./device.ts";
import { acrossLanes, compute, LANES } from "./kernel.ts";

const ENOUGH_GROUPS = 128; // to keep a device busy
const LEAST_PART = 16; // elements for each lane, which are worth a workgroup of their own

export function reductionsOn(gpu: Gpu): Pick<Backend, "reduce"> {
  const reduce: Backend["reduce"] = (operation, x, out, outer, length, inner) => {
    const count = outer * inner;
    const lanes = Math.min(2 ** Math.ceil(Math.log2(length)), inner === 1 ? LANES : 8);
    const columns = LANES / lanes;
    const blocks = Math.ceil(count / columns);
    const most = Math.min(ENOUGH_GROUPS / blocks, length / lanes / LEAST_PART);
    const wanted = operation.startsWith("arg") ? 1 : Math.max(Math.floor(most), 1);
    const partLength = Math.ceil(length / wanted);
    const parts = Math.ceil(length / partLength); // none is empty
    const sums = parts === 1 ? out : gpu.scratch(outer * parts * inner);
    compute(gpu, {
      name: operation,
      top: operation === "sum" ? ADD : bestOf(operation),
      main: MAIN,
      inputs: { x },
      outputs: { out: sums },
      integers: { count, length, inner, columns, parts, partLength },
      groups: blocks * parts,
    });
    if (parts > 1) reduce(operation, sums, out, outer, parts, inner);
  };
  return { reduce };
}

/** What is known of some elements is a State: their sum, or the best of them and where it is. */
const MAIN = `
  let part = group % u.parts;
  let column = group / u.parts * u.columns + lane % u.columns;
  let first = column / u.inner * u.length * u.inner + column % u.inner;
  let end = min((part + 1u) * u.partLength, u.length);
  var state = initial();
  if (column < u.count) {
    for (var k = part * u.partLength + lane / u.columns; k < end; k += ${LANES}u / u.columns) {
      state = combine(state, stateOf(x[first + k * u.inner], k));
    }
  }
  state = combined(state, lane);
  if (column < u.count && lane < u.columns) {
    out[(column / u.inner * u.parts + part) * u.inner + column % u.inner] = resultOf(state);
  }`;

const ACROSS = acrossLanes("combined", "State", "combine(a, b)", "u.columns");

const ADD = `
alias State = f32;
fn initial() -> State { return 0.0; }
fn stateOf(value: f32, k: u32) -> State { return value; }
fn combine(a: State, b: State) -> State { return a + b; }
fn resultOf(sum: State) -> f32 { return sum; }
${ACROSS}`;

/** NaN is better than a number, then the larger or smaller is, then the first. */
function bestOf(operation: Exclude<Reduction, "sum">): string {
  const isIndex = operation.startsWith("arg");
  return `
struct State { value: f32, k: u32 }
const NOWHERE = 0xffffffffu;
fn initial() -> State { return State(0.0, NOWHERE); }
fn stateOf(value: f32, k: u32) -> State { return State(value, k); }
fn isBetter(a: State, b: State) -> bool {
  if (a.k == NOWHERE || b.k == NOWHERE) { return b.k == NOWHERE; }
  if (isNan(a.value) != isNan(b.value)) { return isNan(a.value); }
  if (isNan(a.value) || a.value == b.value) { return a.k < b.k; }
  return a.value ${operation.endsWith("max") ? ">" : "<"} b.value;
}
fn combine(a: State, b: State) -> State {
  if (isBetter(a, b)) { return a; }
  return b;
}
fn resultOf(best: State) -> ${isIndex ? "i32" : "f32"} {
  return ${isIndex ? "i32(best.k)" : "best.value"};
}
${ACROSS}`;
}
