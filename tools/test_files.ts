// Which tests are what: paths in tests/.

/** Data, files and figures: they need permissions. */
export const files = ["datasets", "io", "display"];

/** What starts programs, kernels or browsers. */
export const whole = [
  "tools",
  "torture",
  "bench",
  "kernel",
  "notebooks",
  "play",
  "reports",
  "live",
  "search",
];

/** What takes longest; test:quick leaves it out. */
export const dear = [
  "numpy_training",
  ...["book_conv_nets", "book_weights", "our_weights"].map((name) => `datasets/${name}`),
  ...["arena", "threads", "use_backend", "wasm"].map((name) => `backend/${name}`),
].map((name) => `${name}_test.ts`);
