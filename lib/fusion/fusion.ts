// Operator fusion: layers that follow each other run as one step, for the same result with less work. This file says
// what a fusion is; those beside it are one each, and plan.ts finds where they fit.

import { Affine } from "../layers/affine.ts";
import { Convolution } from "../layers/convolution.ts";
import type { Layer } from "../layers/layer.ts";
import { Pooling } from "../layers/pooling.ts";
import { Relu } from "../layers/relu.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** The classes whose forward and backward a fusion knows. */
export type FusedClass = typeof Affine | typeof Convolution | typeof Pooling | typeof Relu;

/** Where layers stand among the others. */
export interface Place {
  /** the first of all: the gradient with respect to its input is not needed */
  isFirst: boolean;
  /** its input comes from a ReLU whose backward it takes over */
  isAfterRelu: boolean;
  /** it ends in a ReLU whose backward the step after it takes over */
  isReluDoneLater: boolean;
}

/** Forward and backward of layers that run as one. They leave in the layers what the layers' own methods would. */
export interface Pass {
  /** the output for x */
  forward(x: Tensor, trainFlag: boolean): Tensor;
  /** the gradient with respect to x; of the first step there may be none */
  backward(dout: Tensor): Tensor | undefined;
}

/** Layers of these classes, one after the other, that can run as one. */
export interface Fusion {
  readonly classes: readonly FusedClass[];
  /** what runs, for `net.plan()` */
  readonly runs: string;
  /** why that is less work, whatever the place */
  readonly why: string;
  /** how layers of these classes run in this place; undefined if they may as well run by themselves */
  fuse(layers: readonly Layer[], place: Place): Pass | undefined;
}

/** A fusion whose `fuse` gets layers of the types that `classes` say. */
export function fusion<const Classes extends readonly FusedClass[]>(
  it: Omit<Fusion, "classes" | "fuse"> & {
    readonly classes: Classes;
    fuse(
      layers: { [I in keyof Classes]: InstanceType<Classes[I]> },
      place: Place,
    ): Pass | undefined;
  },
): Fusion {
  return it;
}

const methods = new Map<unknown, Layer>(
  [Affine, Convolution, Pooling, Relu].map((Class) => {
    const { forward, backward } = Class.prototype as Layer;
    return [Class, { forward, backward }];
  }),
);

/** Whether methods of a layer that could be fused have been replaced. */
export function isWrapped(layer: Layer): boolean {
  return methods.has(layer.constructor) && !isUnchanged(layer);
}

/** Whether a layer does what its class in this library does: no subclass, no wrapped method. */
export function isUnchanged(layer: Layer): boolean {
  const own = methods.get(layer.constructor);
  return own?.forward === layer.forward && own.backward === layer.backward;
}
