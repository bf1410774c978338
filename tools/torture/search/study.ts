// The search that is killed and begun again: prints what it comes to, as JSON. study.ts <"threads" or redis://…> <trials>

import { oneOf, search, uniform } from "../../../lib/mod.ts";

const [on, trials] = Deno.args;
const space = { lr: uniform(0, 0.5), kind: oneOf("plain", "shifted") };
const module = new URL("../../../tests/search/trials/slow_sine.ts", import.meta.url);
const study = await search(space, module, { trials: Number(trials), on: on! });
console.log(JSON.stringify(study.trials));
