// Values as Deno prints them: Node's inspector, with Deno's quotation marks and the method of lib's classes.

import * as node from "node-inspect-extracted";

const OWN = Symbol.for("Deno.customInspect");

type Custom = (inspect: (value: unknown) => string, options: unknown) => string;

// Node asks for a method by another name, anywhere in a value.
Object.defineProperty(Object.prototype, node.inspect.custom, {
  configurable: true,
  get(this: Record<symbol, Custom | undefined>) {
    const custom = this[OWN];
    return typeof custom === "function"
      ? (_depth: number, options: unknown) => custom.call(this, inspect, options)
      : undefined;
  },
  set(value) { // as if there were no getter
    Object.defineProperty(this, node.inspect.custom, { value, configurable: true, writable: true });
  },
});

const style = {
  depth: 4,
  /** 'a' → "a", unless there is a quotation mark in it. */
  stylize: (text: string, type: string) =>
    type === "string" && /^'[^"]*'$/s.test(text)
      ? `"${text.slice(1, -1).replaceAll("\\'", "'")}"`
      : text,
};

/** A value as text. */
export function inspect(value: unknown, options: object = {}): string {
  return node.inspect(value, { ...style, ...options });
}

/** What console.log writes of its arguments. */
export function format(values: unknown[]): string {
  return node.formatWithOptions(style, ...values);
}
