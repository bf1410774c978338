import { assertEquals, assertTrue } from "../assert.ts";
import {
  display,
  logUniform,
  oneOf,
  search,
  type SearchOptions,
  Stopped,
  type Study,
  uniform,
} from "../../lib/mod.ts";
import { requestStop } from "../../lib/host/progress.ts";
import { hasRedis, Redis } from "../../tools/torture/search/redis.ts";

const module = new URL("./trials/slow_sine.ts", import.meta.url);
const space = { lr: uniform(0, 0.5), kind: oneOf("plain", "shifted") };
const look = (options: SearchOptions) => search(space, module, options);
const numbersOf = (study: Study) =>
  study.trials.map(({ settings, seed, curve }) => ({ settings, seed, curve }));

Deno.test("search() draws settings from their ranges, and gives each trial a seed of its own", async () => {
  const ranges = { ...space, decay: logUniform(1e-4, 1e-2) };
  const few = await search(ranges, module, { trials: 3, seed: 5 });
  const study = await search(ranges, module, { trials: 12, seed: 5 });
  assertEquals(numbersOf(study).slice(0, 3), numbersOf(few));
  assertEquals(study.trials.map(({ seed }) => seed), Array.from({ length: 12 }, (_, i) => 5 + i));
  assertEquals(study.counts, { done: 12 });
  const scores = study.trials.map(({ curve }) => curve.at(-1)!);
  assertEquals(study.best.curve.at(-1), Math.max(...scores));
  assertTrue(study.trials.every(({ settings: { lr } }) => lr >= 0 && lr < 0.5), "lr");
  assertEquals(new Set(study.trials.map(({ settings: { kind } }) => kind)).size, 2);
});

Deno.test("search() with halving lets the better ones go on", async () => {
  const whole = await look({ trials: 9 });
  const study = await look({ trials: 9, halving: { first: 2, rate: 3 } });
  const lengths = study.trials.map(({ curve }) => curve.length).toSorted((a, b) => a - b);
  assertEquals(lengths, [2, 2, 2, 2, 2, 2, 6, 6, 9]);
  assertEquals(study.counts, { done: 1, stopped: 8 });
  study.trials.forEach(({ curve }, i) =>
    assertEquals(curve, whole.trials[i]!.curve.slice(0, curve.length))
  );
  const after2 = study.trials.toSorted((a, b) => b.curve[1]! - a.curve[1]!);
  assertTrue(after2.slice(0, 3).every(({ curve }) => curve.length > 2), "the best go on");
});

Deno.test("a trial that throws fails alone, and the study says why", async () => {
  const study = await search({ ...space, lr: uniform(0.5, 1) }, module, { trials: 8 });
  const failed = study.trials.filter(({ status }) => status === "failed");
  assertTrue(failed.length > 0 && failed.length < 8, `${failed.length} failed`);
  assertTrue(failed.every(({ error }) => /^lr .* is too large$/.test(error!)), failed[0]!.error!);
  const none = await search({ ...space, lr: uniform(0.95, 1) }, module, { trials: 1 });
  assertEquals(none.ranking, []);
  const message = await Promise.resolve().then(() => none.best).catch(({ message }) => message);
  assertTrue(
    /^search: no trial has a score; one has failed: lr .* too large$/.test(message),
    message,
  );
});

Deno.test("a study is drawn as curves and a table of the five best", async () => {
  const bundle = await (await look({ trials: 6 }))[display]();
  const html = String(bundle["text/html"]);
  assertTrue(html.includes("<svg") && html.includes("The best of 6 trials reaches"), html);
  assertEquals(html.match(/<tr>/g)!.length, 6);
});

Deno.test("search() ends at Stop", async () => {
  setTimeout(requestStop, 300);
  const message = await look({ trials: 400 }).then(
    () => "",
    ({ name, message }) => `${name}: ${message}`,
  );
  assertTrue(/^Stopped: stopped after \d+ of 400$/.test(message), message);
});

Deno.test("search() says what is wrong with its arguments", async () => {
  const wrong: [() => Promise<unknown>, string][] = [
    [() => look({ trials: 0 }), "search: trials needs to be an integer of at least 1, got 0"],
    [
      () => look({ trials: 2, seed: -1 }),
      "search: seed needs to be an integer of at least 0, got -1",
    ],
    [() => look({ trials: 2, on: "thread" }), 'on needs to be "threads" or "redis://…"'],
    [() => look({ trials: 2, halving: { first: 0, rate: 3 } }), "halving needs integers such as"],
    [() => search({ lr: 0.1 as never }, module, { trials: 1 }), "lr needs to be a range such as"],
    [() => search(space, "trials/none.ts", { trials: 1 }), "search: there is no "],
    [
      () => look({ trials: 1, on: "redis://127.0.0.1:1" }),
      "no Redis answers at redis://127.0.0.1:1",
    ],
  ];
  for (const [call, message] of wrong) {
    const said = await call().then(() => "nothing", ({ message }) => message);
    assertTrue(said.includes(message), said);
  }
});

Deno.test({
  name:
    "search() on a queue gives the same numbers, whoever is killed meanwhile; nothing is lost or counted twice",
  ignore: !hasRedis(),
  fn: async () => {
    const options = { trials: 40, halving: { first: 3, rate: 4 } };
    const expected = numbersOf(await look(options));
    await using redis = await Redis.begin();
    for (let i = 0; i < 3; i++) redis.addWorker();
    const first = look({ ...options, on: redis.url });
    await wait(3000);
    requestStop(); // as when the notebook is closed: the workers go on
    await first.catch((error) => assertTrue(error instanceof Stopped, String(error)));
    const second = look({ ...options, on: redis.url });
    await wait(500);
    await redis.killWorker();
    await redis.restart();
    redis.addWorker();
    const study = await second;
    assertEquals(numbersOf(study), expected);
    assertEquals(study.counts, { done: 10, stopped: 30 });
    const again = performance.now();
    assertEquals(numbersOf(await look({ ...options, on: redis.url })), expected);
    assertTrue(performance.now() - again < 10_000, "what is done is found again");
  },
});

const wait = (ms: number) => new Promise((resume) => setTimeout(resume, ms));
