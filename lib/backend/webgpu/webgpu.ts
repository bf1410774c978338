// The backend of a GPU: kernels for float32. What they do not have, int32, float64, mixed dtypes, empty arrays
// and arrays too large for it, another backend computes in the arrays themselves; and a few numbers that are at hand,
// which would take longer to travel: 12 ms, where somebody then looks at them.

import type { Backend, Reduction, TypedArray } from "../contract.ts";
import { variable } from "../../host/environment.ts";
import { offerWebGpu, type WebGpu } from "../mod.ts";
import { convolutionOn } from "./convolution.ts";
import { Device, type Gpu } from "./device.ts";
import { elementwiseOn } from "./elementwise.ts";
import { imagesOn } from "./images.ts";
import { matricesOn } from "./matrices.ts";
import { Memory } from "./memory.ts";
import { normalizationOn } from "./normalization.ts";
import { reductionsOn } from "./reductions.ts";
import { updatesOn } from "./updates.ts";

const FEW = 4096; // numbers in all operands of an operation

/** What a backend computes: all but its name and its memory. */
export type Operations = Omit<Backend, "name" | "arena" | "memory">;
type Operation = (...operands: unknown[]) => void;

/** Starts a device, for which `host` computes what its kernels do not; a sentence about what is missing without one. */
export function startWebGpu(host: Backend): WebGpu | string {
  const device = Device.start();
  if (typeof device === "string") return device;
  const few = Number(variable("DLFS_GPU_FROM") ?? FEW); // 0 in tests of the kernels
  return { device, backend: webGpuOn(new Memory(device), host, { few }) };
}

/**
 * The backend that computes in `memory`. `host` computes with arrays of more than `largest` bytes, and with fewer than
 * `few` numbers if no newer ones are on the device.
 */
export function webGpuOn(
  memory: Memory,
  host: Backend,
  { largest = memory.device.largest, few = 0 } = {},
): Backend {
  const kernels = kernelsOn(memory);
  const operations = Object.keys(kernels).map((name) => {
    const onDevice = (kernels as unknown as Record<string, Operation>)[name];
    const onHost = (host as unknown as Record<string, Operation>)[name];
    const operation: Operation = (...operands) => {
      const arrays = arraysIn(operands);
      const fit = arrays.every(({ byteLength }) => byteLength <= largest);
      const areFew = arrays.reduce((sum, { length }) => sum + length, 0) < few &&
        arrays.every((array) => memory.isAtHand(array));
      if (!fit || areFew || !hasKernel(name, operands, arrays)) {
        memory.toHost(...arrays);
        onHost(...operands);
        return;
      }
      memory.operation(() => {
        // a kernel that writes an array may not expect anything in it, unless it reads it, too
        const changed = updates.has(name) ? arrays : repeated(arrays);
        memory.load(changed);
        onDevice(...operands);
      }, updates.has(name));
    };
    return [name, operation];
  });
  const all = Object.fromEntries(operations) as Operations;
  return { ...all, name: "webgpu", arena: memory, memory };
}

/** What has kernels, which run on `gpu`. */
export function kernelsOn(gpu: Gpu): Operations {
  return {
    ...elementwiseOn(gpu),
    ...matricesOn(gpu),
    ...convolutionOn(gpu),
    ...imagesOn(gpu),
    ...normalizationOn(gpu),
    ...reductionsOn(gpu),
    ...updatesOn(gpu),
  };
}

const updates = new Set(["sgd", "momentum", "nesterov", "adaGrad", "rmsProp", "adam"]);
const takesIndices = new Set(["pooling", "poolingBackward", "convolutionBackward"]);
const givesIndices = new Set<Reduction>(["argmax", "argmin"]);

/** Whether the kernels compute that: float32, and int32 where an operation needs indices. */
function hasKernel(name: string, [first]: unknown[], arrays: TypedArray[]): boolean {
  const hasIndices = takesIndices.has(name) || givesIndices.has(first as Reduction);
  return arrays[0] instanceof Float32Array && arrays.every((array) =>
    array.length > 0 &&
    (array instanceof Float32Array || (hasIndices && array instanceof Int32Array))
  );
}

/** The arrays among operands, or in an object that has them by name. */
function arraysIn(operands: readonly unknown[]): TypedArray[] {
  return operands.flatMap((operand) => {
    if (ArrayBuffer.isView(operand)) return [operand as TypedArray];
    const isRecord = typeof operand === "object" && operand !== null;
    return isRecord ? Object.values(operand).filter(ArrayBuffer.isView) as TypedArray[] : [];
  });
}

function repeated(arrays: TypedArray[]): TypedArray[] {
  return arrays.filter((array, i) => arrays.indexOf(array) !== i);
}

offerWebGpu(startWebGpu);
