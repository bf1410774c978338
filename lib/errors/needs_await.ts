// What comes later is a Promise. Whoever forgets the await and takes a part out of it would get undefined.

/** The promise; the parts that its result will have cannot be read from it, and say what is missing. */
export function needsAwait<T extends object>(
  call: string,
  promise: Promise<T>,
  parts: readonly (keyof T & string)[],
): Promise<T> {
  for (const part of parts) {
    Object.defineProperty(promise, part, {
      get() {
        throw new TypeError(`${call}: ${part} is not there yet; write await before the call`);
      },
    });
  }
  return promise;
}
