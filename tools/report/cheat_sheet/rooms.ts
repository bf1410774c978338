// The library as its cheat sheet shows it: its names in rooms, each with how it is called, one sentence, the shortest
// example, and what NumPy has for it. All comes from the documentation but the Japanese and NumPy's side, which are in
// docs/cheat-sheet.json.

import sheet from "../../../docs/cheat-sheet.json" with { type: "json" };
import { label } from "../html.ts";
import {
  type Callable,
  type Declaration,
  library,
  type Member,
  membersOf,
  type Name,
  type Param,
} from "./library.ts";

/** What the documentation does not say. */
export const besides: Record<string, { japanese: string; numpy?: string }> = sheet;

export interface Row {
  /** `softmax`, `Tensor.dot` */
  name: string;
  /** each way to call it: `softmax(x) → Tensor` */
  signatures: string[];
  english: string;
  japanese: string;
  example: string;
  numpy: string;
  /** number of the section of the book, if the documentation names one */
  section: string;
  /** names of what a class has */
  members: string[];
}

export interface Room {
  id: string;
  title: string;
  rows: Row[];
}

/** Which folders of lib/ are in a room. */
const rooms: [id: string, title: string, folders: string[]][] = [
  ["tensor", label("Tensors", "テンソル"), ["tensor"]],
  ["functions", label("Functions and gradients", "関数と勾配"), ["functions", "gradient"]],
  ["layers", label("Layers", "レイヤ"), ["layers"]],
  ["networks", label("Networks", "ネットワーク"), ["networks", "fusion"]],
  ["optimizers", label("Optimizers", "最適化手法"), ["optimizers"]],
  ["training", label("Training", "学習"), ["training", "search"]],
  ["figures", label("Figures", "図"), ["display", "play"]],
  ["data", label("Data", "データ"), ["datasets"]],
  ["files", label("Files", "ファイル"), ["io", "formats"]],
  ["exercises", label("Checks and exercises", "確認と演習"), ["exercises"]],
  ["parallel", label("Speed, and long work", "速さと長い計算"), ["parallel", "backend", "host"]],
];

/** Classes whose every member has a line of its own. */
const taken = ["Tensor", "NDArray", "Random"];

/** All functions, classes and values of lib, in their rooms; a name whose folder is in none is an error. */
export async function roomsOfLibrary(): Promise<Room[]> {
  const names = await library();
  const made = new Map(rooms.map(([id, title]) => [id, { id, title, rows: [] as Row[] }]));
  for (const name of names) {
    const [declaration] = name.declarations;
    if (!declaration || !/^(function|class|variable)$/.test(declaration.kind)) continue;
    const folder = declaration.location.filename.match(/\/lib\/(\w+)\//)?.[1] ?? "";
    const room = rooms.find(([, , folders]) => folders.includes(folder));
    if (!room) throw new Error(`cheat sheet: no room takes lib/${folder}, where ${name.name} is`);
    made.get(room[0])!.rows.push(...rowsOf(name, declaration, names));
  }
  // What makes a tensor comes before what a tensor can do.
  const isTaken = ({ name }: Row) => Number(taken.includes(name.split(".")[0]!));
  return Array.from(made.values(), (room) => ({
    ...room,
    rows: room.rows.toSorted((a, b) => isTaken(a) - isTaken(b)),
  }));
}

function rowsOf({ name, declarations }: Name, declaration: Declaration, names: Name[]): Row[] {
  const { kind, def, jsDoc } = declaration;
  const members = kind === "class" ? uniqueMembers(declaration) : [];
  const row = (name: string, signatures: string[], doc = "", example = ""): Row => ({
    name,
    signatures,
    english: firstSentence(doc),
    japanese: besides[name]?.japanese ?? "",
    numpy: besides[name]?.numpy ?? "",
    example,
    section: "",
    members: [],
  });
  const signatures = kind === "function"
    ? declarations.filter(({ jsDoc }) => jsDoc?.doc).map(({ def }) =>
      `${name}(${parameters(def as Callable, names)})${result(def as Callable)}`
    )
    : kind === "class" && def?.constructors?.[0] && !taken.includes(name)
    ? [`new ${name}(${parameters(def.constructors[0], names)})`]
    : [name];
  const tag = (kind: string) => jsDoc?.tags?.find((tag) => tag.kind === kind)?.doc ?? "";
  const own = {
    ...row(name, signatures, jsDoc?.doc, shortest(tag("example"), name)),
    section: tag("see").match(/§([\dA-Z]+(?:\.\d+)*)/)?.[1] ?? "",
    members: taken.includes(name) ? [] : members.map(({ name }) => name),
  };
  if (!taken.includes(name)) return [own];
  const variable = name === "Random" ? "rng" : "x";
  return [
    own,
    ...members.map(({ name: member, functionDef, kind, jsDoc }) => {
      const call = kind === "method" ? `(${parameters(functionDef!, names)})` : "";
      return row(`${name}.${member}`, [`${variable}.${member}${call}`], jsDoc?.doc);
    }),
  ];
}

/** Each member once, with the doc of its first form. */
function uniqueMembers(declaration: Declaration): Member[] {
  const groups = Map.groupBy(membersOf(declaration), ({ name }) => name);
  return Array.from(groups.values(), (forms) => {
    // The last of a method's forms is the one in which all are.
    const longest = forms.findLast(({ kind }) => kind !== "setter") ?? forms[0]!;
    const doc = forms.find(({ jsDoc }) => jsDoc?.doc)?.jsDoc;
    return { ...longest, ...doc && { jsDoc: doc } };
  }).filter(({ name }) => !/^detailsHtml$|^toJSON$/.test(name));
}

/** `x, axis?`, and options by their names: `{ epochs, batchSize, … }`. */
function parameters({ params }: Callable, names: Name[]): string {
  return params.map((param) => parameter(param, names)).join(", ");
}

function parameter(param: Param, names: Name[]): string {
  if (param.kind === "rest") return `…${param.arg!.name}`;
  const { name = "options", tsType, optional } = param.left ?? param;
  const isOptional = optional || param.kind === "assign";
  const options = /options/i.test(name) || param.kind === "object" || param.left?.kind === "object"
    ? optionsOf(tsType?.value?.properties, tsType?.value?.typeName, names)
    : [];
  if (options.length === 0) return name + (isOptional ? "?" : "");
  const shown = options.slice(0, 5).join(", ") + (options.length > 5 ? ", …" : "");
  return `{ ${shown} }${isOptional ? "?" : ""}`;
}

function optionsOf(
  properties: { name: string }[] | undefined,
  typeName: string | undefined,
  names: Name[],
): string[] {
  const type = names.find(({ name }) => name === typeName)?.declarations[0];
  return (properties ?? type?.def?.properties ?? []).map(({ name }) => name);
}

function result({ returnType }: Callable): string {
  const { repr = "void", value } = returnType ?? {};
  const of = value?.typeParams?.map(({ repr }) => repr).join(", ");
  return repr === "void" ? "" : ` → ${repr}${of ? `<${of}>` : ""}`;
}

/** Up to its first stop; links are code. */
function firstSentence(doc: string): string {
  const text = doc.replace(/\{@link(?:code)? ([^}]*)\}/g, "`$1`").replace(/\s+/g, " ").trim();
  return text.match(/^.*?\.(?= |$)/)?.[0] ?? text;
}

/** Of an example what shows the name: without imports, and of a long one the first statement with the name in it. */
function shortest(doc: string, name: string): string {
  const code = doc.match(/```ts\n(.*?)\n```/s)?.[1] ?? "";
  const statements = code.split(/\n(?=[^\s)}\]/])/)
    .filter((statement) => !/^(import|await loadFigures|if \(|assertClose\((?!t))/.test(statement));
  const all = statements.join("\n");
  if (all.split("\n").length <= 4) return all;
  const isNamed = new RegExp(`\\b${name}\\b`);
  const named = statements.filter((one) => isNamed.test(one) && one.split("\n").length <= 8);
  return named.toSorted((a, b) => a.length - b.length)[0] ?? "";
}
