// The backend that computes. Everything above this folder imports `backend` and nothing else from it.

import type { Backend } from "./contract.ts";
import { reference } from "./reference.ts";

export type { Backend, TypedArray } from "./contract.ts";

export const backend: Backend = reference;
