// What readers who know arrays or NumPy write on a tensor, and what it is called here. Without this, x[0] and
// x.length would be undefined in silence.

const names: Record<string, string> = {
  length: "x.size, or x.shape[0] for the number of rows",
  map: "x.mul(2), x.exp() …, or x.toArray().map(…)",
  push: "tensor([…]) of an array that has it",
  append: "tensor([…]) of an array that has it",
  concat: "tensor([…]) of an array that has both",
  copy: "x.clone()",
  tolist: "x.toArray()",
  numpy: "x.data",
  ravel: "x.flatten()",
  view: "x.reshape(…)",
  squeeze: "x.reshape(…)",
  expand_dims: "x.reshape(…)",
  unsqueeze: "x.reshape(…)",
  matmul: "x.dot(y)",
  plus: "x.add(y)",
  subtract: "x.sub(y)",
  minus: "x.sub(y)",
  multiply: "x.mul(y), or x.dot(y) for matrices",
  times: "x.mul(y), or x.dot(y) for matrices",
  divide: "x.div(y)",
  power: "x.pow(y)",
  relu: "relu(x)",
  softmax: "softmax(x)",
  backward: "the backward of a layer",
};

function rightName(name: string | symbol): string | undefined {
  if (typeof name === "symbol" || name in Object.prototype) return undefined;
  if (isIndex(name)) return `x.at(${name}) for a number, x.slice(${name}) for a row`;
  return names[name] ?? (name in Array.prototype ? `x.toArray().${name}(…)` : undefined);
}

const isIndex = (name: string | symbol) => typeof name === "string" && /^-?\d+$/.test(name);

const written = (name: string | symbol) =>
  isIndex(name) ? `x[${String(name)}]` : `x.${String(name)}`;

/**
 * The prototype of `Tensor.prototype`: only names that a tensor does not have are looked up here, so that the others
 * cost nothing.
 */
export const mistakenNames: object = new Proxy(Object.prototype, {
  get(target, name, tensor) {
    const right = rightName(name);
    if (right === undefined) return Reflect.get(target, name, tensor);
    throw new TypeError(`Tensor: there is no ${written(name)}; write ${right}`);
  },
  set(target, name, value, tensor) {
    if (!isIndex(name)) return Reflect.set(target, name, value, tensor);
    throw new TypeError(
      `Tensor: ${written(name)} = … sets nothing; write x.data[${String(name)}] = …, row after row`,
    );
  },
});

/** Makes an assignment to each of these getters an error that tells what to write instead. */
export function refuseAssignment(prototype: object, remedies: Record<string, string>): void {
  for (const [name, remedy] of Object.entries(remedies)) {
    Object.defineProperty(prototype, name, {
      ...Object.getOwnPropertyDescriptor(prototype, name),
      set() {
        throw new TypeError(`Tensor: x.${name} cannot be assigned; write ${remedy}`);
      },
    });
  }
}
