// A trial that takes a while without keeping a core busy; lr above 0.9 throws.

export default async function* ({ lr, kind }: { lr: number; kind: string }, seed: number) {
  if (lr > 0.9) throw new RangeError(`lr ${lr.toFixed(3)} is too large`);
  for (let step = 1; step <= 9; step++) {
    await new Promise((resume) => setTimeout(resume, 20));
    yield Math.sin(lr * step) + (kind === "shifted" ? 1 : 0) + seed / 1000;
  }
}
