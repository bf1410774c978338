// How numbers are written: with the sign that is as wide as +.

/** In at most three digits. */
export const short = (value: number): string => signed(String(Number(value.toPrecision(3))));

/** With so many digits after the point. */
export const fixed = (value: number, digits: number): string => signed(value.toFixed(digits));

const signed = (text: string) => text.replace("-", "−");
