// Each NumPy fold beside its listing: the same inputs, the same numbers.

import { assertEquals } from "../assert.ts";
import {
  type Cell,
  chapterOf,
  findNotebooks,
  numpyOf,
  readNotebook,
} from "../../tools/notebooks.ts";
import { findPython } from "../python.ts";
import { env } from "./env.ts";
import { compareFolds } from "./numpy_folds.ts";

const python = findPython("numpy");

function numpyTest(name: string, run: (python: string) => Promise<void>): void {
  if (python !== undefined) Deno.test(name, () => run(python));
  else console.log(`omitted: ${name}: no Python with numpy; see tests/requirements.txt`);
}

for (const path of findNotebooks()) {
  const notebook = readNotebook(path);
  if (!notebook.cells.some(numpyOf)) continue;
  numpyTest(
    `${chapterOf(path)}: each NumPy fold gives the numbers of its listing`,
    async (python) => {
      const { problems } = await compareFolds(notebook, python, env);
      assertEquals(problems, {});
    },
  );
}

/** A notebook of listings, each with its fold. */
function notebook(...pairs: [typescript: string, python: string][]) {
  const cells = pairs.flatMap(([typescript, python], i): Cell[] => [
    { cell_type: "code", id: `cell-${i}`, metadata: {}, source: typescript },
    {
      cell_type: "markdown",
      id: `numpy-cell-${i}`,
      metadata: {},
      source:
        `<details class="numpy"><summary>NumPy</summary>\n\n\`\`\`python\n${python}\n\`\`\`\n\n</details>`,
    },
  ]);
  return { cells, metadata: {}, nbformat: 4, nbformat_minor: 5 };
}

numpyTest(
  "compareFolds() hands over what Python lacks, and compares names, last lines and columns",
  async (python) => {
    const { compared, problems } = await compareFolds(
      notebook(
        [
          'import { random } from "../lib/mod.ts";\nconst xTrain = random(3).normal([2, 3]);\nxTrain.sum();',
          "x_train.sum()",
        ],
        [
          "const halfSum = xTrain.sum() / 2;\nconst lambda = [1, [2]];",
          "half_sum = x_train.sum() / 2\nlambda_ = [1, [2]]",
        ],
        [
          "[1, 2].map((x) => ({ x, name: `no. ${x}` }));",
          '[{"x": 1, "name": "no. 1"}, {"x": 2, "name": "no. 2"}]',
        ],
        [
          'import { table } from "../lib/mod.ts";\ntable([{ a: 1, b: (2 / 3).toFixed(2) }]);',
          "[2 / 3]",
        ],
        [
          'import { tensor } from "../lib/mod.ts";\ntensor([0.1, NaN, Infinity]);',
          "[0.1, float('nan'), float('inf')]",
        ],
      ),
      python,
    );
    assertEquals(problems, {});
    assertEquals(Object.values(compared), [
      ["its last line"],
      ["half_sum", "lambda_"],
      ["its last line"],
      ["its last line"],
      ["its last line"],
    ]);
  },
);

numpyTest(
  "compareFolds() tells every fold that is wrong, and one with nothing to compare",
  async (python) => {
    const { problems } = await compareFolds(
      notebook(
        ["const a = [1, 2];", "a = [1, 2.001]"],
        ["const b = { c: 1 };", 'b = {"d": 1}'],
        ["const e = [[1]];", "e = [1]"],
        ['import { table } from "../lib/mod.ts";\ntable([{ f: "0.67" }]);', "[0.66]"],
        ["const g = 1;", "import numpy as np\nh = np.ones(2)"],
        ["const i = 1;", "i = j"],
        ["const k = 1 + 1e-5;", "k = 1"],
        ["1 + 1;", "'2'"],
        [
          'import { show } from "../lib/mod.ts";\nshow("three 3");',
          'print("three 3")\nprint("three 4")',
        ],
        ["const rows = [{ x: 1, y: 2 }, { x: 3, y: 4 }];", 'rows = {"x": [1, 3], "y": [2, 5]}'],
      ),
      python,
    );
    assertEquals(problems, {
      "cell-0": ["a[1] is 2.001, in TypeScript 2.0; 1 of 2 differ"],
      "cell-1": ["b has the keys ['d'], in TypeScript ['c']"],
      "cell-2": ["e[0] has the shape (), in TypeScript (1,)"],
      "cell-3": ["its last line[0] is 0.66, in TypeScript '0.67'"],
      "cell-4": ["nothing to compare: Python assigns ['h'], of these TypeScript has []"],
      "cell-5": ["line 1: NameError: name 'j' is not defined"],
      "cell-6": ["k is 1.0, in TypeScript 1.00001; 1 of 1 differ"],
      "cell-7": ["its last line is '2'; the cell shows and checks nothing like it"],
      "cell-8": ["what it prints is 'three 4', in TypeScript 'three 3'"],
      "cell-9": ["rows['y'][1] is 5.0, in TypeScript 4.0; 1 of 2 differ"],
    });
  },
);
