// A value that should have been something else, in the words of an error message.

/** `Array`, `the string "3"`, `undefined`, `number`. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return `${value}`;
  if (typeof value === "object") return value.constructor?.name ?? "object";
  return typeof value === "string" ? `the string "${value}"` : typeof value;
}

/** {@linkcode describe} where a tensor is needed, with what to write. */
export function describeNoTensor(value: unknown): string {
  const remedy = value === undefined
    ? ": is an argument or an await missing?"
    : value instanceof Promise
    ? ": write await before it"
    : Array.isArray(value)
    ? ": write tensor([…])"
    : typeof value === "number"
    ? ": write tensor(…)"
    : "";
  return describe(value) + remedy;
}

/** A number that is out of range as it is; anything else by {@linkcode describe}. */
export function numberOr(value: unknown): string {
  return typeof value === "number" ? `${value}` : describe(value);
}
