// What all kernels have in common. A kernel is WGSL that one thread runs; the threads are in workgroups of `lanes`,
// which share a small memory. Arrays and numbers have in WGSL the names that they are given under here.

import type { TypedArray } from "../contract.ts";
import type { Gpu, Kernel } from "./device.ts";

/** A kernel, and what it computes with. */
export interface Computation {
  /** of the kernel: where it is the same, the WGSL is too */
  name: string;
  /** WGSL outside of `main`: constants, functions, memory that a workgroup shares */
  top?: string;
  /** WGSL of a thread: `group` is the number of its workgroup, `lane` its own in there, `u` has integers and floats */
  main: string;
  inputs: Record<string, TypedArray>;
  /** what is written, or read and written */
  outputs: Record<string, TypedArray>;
  integers?: Record<string, number>;
  floats?: Record<string, number>;
  /** number of workgroups */
  groups: number;
  /** threads in each; by default {@linkcode LANES} */
  lanes?: number;
}

/** Threads of a workgroup, the most that every device has. */
export const LANES = 256;

const MOST_GROUPS = 65_535; // along an axis of the grid, on every device

const kernels = new Map<string, Kernel>();

/** Runs a kernel. No array may be empty, and none be among inputs and outputs. */
export function compute(gpu: Gpu, computation: Computation): void {
  const { name, inputs, outputs, integers = {}, floats = {}, groups } = computation;
  let kernel = kernels.get(name);
  if (kernel === undefined) kernels.set(name, kernel = { name, code: codeOf(computation) });
  const down = Math.ceil(groups / MOST_GROUPS);
  gpu.run(kernel, {
    inputs: Object.values(inputs),
    outputs: Object.values(outputs),
    integers: [groups, ...Object.values(integers)],
    floats: Object.values(floats),
    workgroups: [Math.ceil(groups / down), down],
  });
}

function codeOf(computation: Computation): string {
  const { top = "", main, inputs, outputs, integers, floats, lanes = LANES } = computation;
  const numbers = [
    ...Object.keys({ groups: 0, ...integers }).map((name) => `${name}: u32`),
    ...Object.keys({ ...floats }).map((name) => `${name}: f32`),
  ];
  const bind = (arrays: Record<string, TypedArray>, access: string, first: number) =>
    Object.entries(arrays).map(([name, array], i) => {
      const type = array instanceof Int32Array ? "i32" : "f32";
      return `@group(0) @binding(${first + i}) var<storage, ${access}> ${name}: array<${type}>;`;
    });
  return `
struct Uniforms { ${numbers.join(", ")} }
@group(0) @binding(0) var<uniform> u: Uniforms;
${bind(inputs, "read", 1).join("\n")}
${bind(outputs, "read_write", 1 + Object.keys(inputs).length).join("\n")}
${NUMBERS}
${top}
@compute @workgroup_size(${lanes})
fn main(
  @builtin(workgroup_id) id: vec3u,
  @builtin(num_workgroups) grid: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let group = id.y * grid.x + id.x;
  if (group >= u.groups) { return; }
  ${main}
}`;
}

/**
 * WGSL lets a device compute as if there were neither NaN nor infinity: x != x may be false, exp of NaN a number. Bits
 * do not lie.
 */
const NUMBERS = `
fn isNan(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u; }
fn isInfinite(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) == 0x7f800000u; }
fn ofBits(bits: u32) -> f32 { return bitcast<f32>(bits); }
fn nan() -> f32 { return ofBits(0x7fc00000u); }
fn infinity() -> f32 { return ofBits(0x7f800000u); }
fn exponential(x: f32) -> f32 {
  if (isNan(x)) { return x; }
  return exp(x);
}
fn relu(x: f32) -> f32 { return select(x, 0.0, x <= 0.0 && !isNan(x)); }`;

/** Workgroups for a thread per element. */
export const groupsFor = (length: number) => Math.ceil(length / LANES);

/** Begins the `main` of a kernel that has a thread per element, with `length` among its integers. */
export const EACH = `
  let i = group * ${LANES}u + lane;
  if (i >= u.length) { return; }`;

/**
 * Computes element by element: `formula` makes of one element of each input one of each output, under their names. An
 * array may be input and output.
 */
export function elements(
  gpu: Gpu,
  name: string,
  formula: string,
  inputs: Record<string, TypedArray>,
  outputs: Record<string, TypedArray>,
  options: Pick<Computation, "top" | "floats"> = {},
): void {
  const [{ length }] = Object.values(outputs);
  const arrays: Record<string, TypedArray> = {}; // those that are only read
  let [read, write, places] = ["", "", ""];
  for (const [name, array] of Object.entries(inputs)) {
    const target = Object.keys(outputs).find((name) => outputs[name] === array);
    if (target === undefined) arrays[`${name}Array`] = array;
    else places += ` ${name} in ${target}`;
    read += `var ${name} = ${target ?? name}Array[i];\n`;
  }
  for (const name of Object.keys(outputs)) {
    if (!(name in inputs)) read += `var ${name}: f32;\n`;
    write += `${name}Array[i] = ${name};\n`;
  }
  compute(gpu, {
    name: name + places,
    main: EACH + "\n" + read + formula + "\n" + write,
    inputs: arrays,
    outputs: Object.fromEntries(
      Object.entries(outputs).map(([name, array]) => [`${name}Array`, array]),
    ),
    integers: { length },
    groups: groupsFor(length),
    ...options,
  });
}

/**
 * WGSL of a function that combines a value of each lane, `formula` of two by two as a and b, and gives all lanes the
 * result. With a `width`, a power of two, it is one for the lanes with the same remainder.
 */
export function acrossLanes(name: string, type: string, formula: string, width = "1u"): string {
  return `
var<workgroup> ${name}Values: array<${type}, ${LANES}>;
fn ${name}(value: ${type}, lane: u32) -> ${type} {
  ${name}Values[lane] = value;
  for (var count = ${LANES / 2}u; count >= ${width}; count /= 2u) {
    workgroupBarrier();
    if (lane < count) {
      let a = ${name}Values[lane];
      let b = ${name}Values[lane + count];
      ${name}Values[lane] = ${formula};
    }
  }
  workgroupBarrier();
  let result = ${name}Values[lane % ${width}];
  workgroupBarrier(); // before the memory is used again
  return result;
}`;
}
