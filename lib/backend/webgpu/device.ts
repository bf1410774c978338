// The device: who runs kernels, as far as kernels know it.

import type { TypedArray } from "../contract.ts";

/** A kernel: WGSL with the entry point `main`. Bindings of group 0: 0 the uniforms (integers as u32, then floats as f32, in one struct of scalars), then inputs (read-only storage), then outputs (read_write storage). */
export interface Kernel {
  name: string;
  code: string;
}

export interface Gpu {
  /** Runs a kernel over whole arrays; an array that is read and written is an output only. Outputs need not be initialized. */
  run(
    kernel: Kernel,
    operands: {
      inputs: TypedArray[];
      outputs: TypedArray[];
      integers?: number[];
      floats?: number[];
      workgroups: [number, number?, number?];
    },
  ): void;
  /** an array of the device alone, for results between two kernels of one operation, good until the operation is over */
  scratch(length: number): Float32Array;
}
