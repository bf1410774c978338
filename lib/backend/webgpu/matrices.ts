// Products of matrices. A workgroup computes a tile of the result, 64 × 64 at most, and a thread 4 × 4 elements of it,
// which it keeps in registers. Step by step, the workgroup copies what the tile needs of both operands, DEPTH elements
// of each row and column, into the memory that it shares: there, up to 16 threads read every element.

import type { Backend, TypedArray } from "../contract.ts";
import type { Gpu } from "./device.ts";
import { compute, EACH, groupsFor } from "./kernel.ts";

const DEPTH = 16;
const FEW_GROUPS = 64; // a device has more for them to do at once
const ENOUGH_GROUPS = 256;
const LEAST_PART = 128; // products of an element's sum, which are worth a workgroup of their own

/** A result of `rows` × `columns` elements: for each, store(row, column, Σ left(row, k) · right(k, column)). */
export interface Product {
  /** of the kernel: where it is the same, the WGSL is too */
  name: string;
  rows: number;
  columns: number;
  /** products in each sum */
  length: number;
  /** WGSL of constants that the functions use */
  constants?: string;
  /** WGSL of `left(row: u32, k: u32) -> f32` and `right(k: u32, column: u32) -> f32`; `u` has rows, columns, length */
  operands: string;
  inputs: Record<string, TypedArray>;
  /** WGSL of the function `store(row: u32, column: u32, sum: f32)`, and what it reads and writes */
  result: {
    store: string;
    inputs: Record<string, TypedArray>;
    outputs: Record<string, TypedArray>;
  };
}

/** Where there are few tiles, long sums are split among more workgroups; then the parts are added in order. */
export function product(gpu: Gpu, it: Product): void {
  const { name, rows, columns, length, constants = "", operands, inputs, result } = it;
  const [height, width] = [tileFor(rows), tileFor(columns)];
  const blocks = Math.ceil(rows / height) * Math.ceil(columns / width);
  const most = blocks > FEW_GROUPS ? 1 : Math.min(ENOUGH_GROUPS / blocks, length / LEAST_PART);
  const wanted = Math.max(Math.floor(most), 1);
  const partLength = Math.ceil(length / wanted / DEPTH) * DEPTH;
  const parts = Math.ceil(length / partLength);
  const tiles = {
    main: mainOf(height, width),
    integers: { rows, columns, length, partLength },
    groups: blocks * parts,
    lanes: height * width / 16,
  };
  const title = `${name}, ${height} × ${width}`;
  if (parts === 1) {
    compute(gpu, {
      name: title,
      top: constants + operands + result.store + STORE_WHOLE + topOf(height, width),
      inputs: { ...inputs, ...result.inputs },
      outputs: result.outputs,
      ...tiles,
    });
    return;
  }
  const sums = gpu.scratch(parts * rows * columns);
  compute(gpu, {
    name: `${title}, in parts`,
    top: constants + operands + STORE_PART + topOf(height, width),
    inputs,
    outputs: { sums },
    ...tiles,
  });
  compute(gpu, {
    name: `${name}, sum of parts`,
    top: constants + result.store,
    main: `${EACH}
      var sum = 0.0;
      for (var part = 0u; part < u.parts; part++) { sum += sums[part * u.length + i]; }
      store(i / u.columns, i % u.columns, sum);`,
    inputs: { sums, ...result.inputs },
    outputs: result.outputs,
    integers: { length: rows * columns, rows, columns, parts },
    groups: groupsFor(rows * columns),
  });
}

/** Height or width of tiles: small for a small matrix, so that less of them is outside. */
const tileFor = (size: number) => size <= 16 ? 16 : size <= 32 ? 32 : 64;

const STORE_WHOLE = `
fn storePart(part: u32, row: u32, column: u32, sum: f32) { store(row, column, sum); }`;
const STORE_PART = `
fn storePart(part: u32, row: u32, column: u32, sum: f32) {
  sums[(part * u.rows + row) * u.columns + column] = sum;
}`;

/** Four elements side by side are one vector, so that they are read at once: of the left tile along a column. */
const topOf = (height: number, width: number) => `
const DEPTH = ${DEPTH}u;
const HEIGHT = ${height / 4}u; // in vectors
const WIDTH = ${width / 4}u;
var<workgroup> leftTile: array<vec4f, ${DEPTH * height / 4}>;
var<workgroup> rightTile: array<vec4f, ${DEPTH * width / 4}>;
fn leftOrZero(row: u32, k: u32, end: u32) -> f32 {
  if (row >= u.rows || k >= end) { return 0.0; }
  return left(row, k);
}
fn rightOrZero(k: u32, column: u32, end: u32) -> f32 {
  if (column >= u.columns || k >= end) { return 0.0; }
  return right(k, column);
}
fn storeRow(part: u32, row: u32, column: u32, sums: vec4f) {
  if (row >= u.rows) { return; }
  for (var j = 0u; j < 4u; j++) {
    if (column + j < u.columns) { storePart(part, row, column + j, sums[j]); }
  }
}`;

const mainOf = (height: number, width: number) => `
  let across = (u.columns + ${width - 1}u) / ${width}u; // tiles side by side
  let down = (u.rows + ${height - 1}u) / ${height}u;
  let part = group / across / down;
  let top = group / across % down * ${height}u;
  let first = group % across * ${width}u;
  let end = min((part + 1u) * u.partLength, u.length);
  let y = lane / WIDTH; // which 4 × 4 elements of the tile are this thread's
  let x = lane % WIDTH;
  let row = top + y * 4u;
  let column = first + x * 4u;
  var sums0 = vec4f();
  var sums1 = vec4f();
  var sums2 = vec4f();
  var sums3 = vec4f();
  for (var start = part * u.partLength; start < end; start += DEPTH) {
    workgroupBarrier();
    for (var i = x; i < DEPTH; i += WIDTH) { // of the thread's rows
      let k = start + i;
      leftTile[i * HEIGHT + y] = vec4f(
        leftOrZero(row, k, end), leftOrZero(row + 1u, k, end),
        leftOrZero(row + 2u, k, end), leftOrZero(row + 3u, k, end),
      );
    }
    for (var i = y; i < DEPTH; i += HEIGHT) { // of its columns
      let k = start + i;
      rightTile[i * WIDTH + x] = vec4f(
        rightOrZero(k, column, end), rightOrZero(k, column + 1u, end),
        rightOrZero(k, column + 2u, end), rightOrZero(k, column + 3u, end),
      );
    }
    workgroupBarrier();
    for (var i = 0u; i < DEPTH; i++) {
      let a = leftTile[i * HEIGHT + y];
      let b = rightTile[i * WIDTH + x];
      sums0 += a.x * b;
      sums1 += a.y * b;
      sums2 += a.z * b;
      sums3 += a.w * b;
    }
  }
  storeRow(part, row, column, sums0);
  storeRow(part, row + 1u, column, sums1);
  storeRow(part, row + 2u, column, sums2);
  storeRow(part, row + 3u, column, sums3);`;

export function matricesOn(gpu: Gpu): Pick<Backend, "gemm"> {
  return {
    gemm(a, b, out, M, K, N, transposeA, transposeB, bias) {
      const sum = bias === undefined ? "sum" : "sum + bias[column]";
      product(gpu, {
        name: `gemm ${transposeA ? "aᵀ" : "a"} · ${transposeB ? "bᵀ" : "b"}${
          bias ? " + bias" : ""
        }`,
        ...{ rows: M, columns: N, length: K },
        operands: `
fn left(row: u32, k: u32) -> f32 {
  return a[${transposeA ? "k * u.rows + row" : "row * u.length + k"}];
}
fn right(k: u32, column: u32) -> f32 {
  return b[${transposeB ? "column * u.length + k" : "k * u.columns + column"}];
}`,
        inputs: { a, b },
        result: {
          store: `
fn store(row: u32, column: u32, sum: f32) { out[row * u.columns + column] = ${sum}; }`,
          inputs: bias === undefined ? {} : { bias },
          outputs: { out },
        },
      });
    },
  };
}
