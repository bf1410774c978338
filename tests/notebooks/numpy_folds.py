"""The NumPy folds of one notebook, run in order; called by numpy_folds.ts.

    python numpy_folds.py names FOLDER      what each fold of FOLDER/folds.json reads and what it assigns, as JSON
    python numpy_folds.py compare FOLDER    runs them beside FOLDER/values.json and values.bin, the TypeScript's
                                            values before and after each cell: names compared and problems, as JSON
"""

import ast
import builtins
import contextlib
import json
import pathlib
import re
import sys
import symtable
import traceback

import numpy as np

# |ours - theirs| <= atol + rtol |theirs|, by the coarser dtype of both
TOLERANCE = {"float64": (1e-7, 1e-10), "float32": (2e-4, 1e-6)}


def camel(name):
    """The name in TypeScript: x_train is xTrain there, lambda_ is lambda."""
    return re.sub(r"(?<=[A-Za-z0-9])_([A-Za-z0-9])", lambda m: m[1].upper(), name).removesuffix("_")


def names(source):
    """What a fold reads from outside its functions, and what its own lines assign."""
    top = symtable.symtable(source, "fold", "exec")
    reads, assigns = set(), set()

    def walk(table):
        for symbol in table.get_symbols():
            if symbol.is_referenced() and (table is top or symbol.is_global()):
                reads.add(symbol.get_name())
        for child in table.get_children():
            walk(child)

    walk(top)
    for symbol in top.get_symbols():
        if symbol.is_assigned() and not symbol.is_imported() and not symbol.is_namespace():
            assigns.add(symbol.get_name())
    return {"reads": sorted(reads - set(dir(builtins))), "assigns": sorted(assigns)}


def decode(value, data):
    """A value of TypeScript in Python."""
    if not isinstance(value, dict):
        return value
    if "number" in value:
        return float(value["number"])
    if "list" in value:
        return [decode(item, data) for item in value["list"]]
    if "record" in value:
        return {key: decode(item, data) for key, item in value["record"].items()}
    shape = value["shape"]
    count = int(np.prod(shape))
    return np.frombuffer(data, value["dtype"], count, value["at"]).reshape(shape).copy()


def difference(ours, theirs, what):
    """How Python's value differs from TypeScript's, in words; None if not; TypeError for what cannot be compared."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        lacking = [key for key in ours if camel(str(key)) not in theirs and str(key) not in theirs]
        if lacking or not ours:
            return f"{what} has the keys {list(ours)}, in TypeScript {list(theirs)}"
        pairs = [(value, theirs.get(camel(str(key)), theirs.get(str(key))), f"{what}[{key!r}]") for key, value in ours.items()]
        return next(filter(None, (difference(*pair) for pair in pairs)), None)
    if isinstance(theirs, str) or isinstance(ours, str):
        return None if is_printed(ours, theirs) else f"{what} is {ours!r}, in TypeScript {theirs!r}"
    if callable(ours) or isinstance(theirs, dict) or theirs is None:
        raise TypeError
    if isinstance(ours, (list, tuple)) and isinstance(theirs, list):
        if len(ours) != len(theirs):
            return f"{what} has {len(ours)} items, in TypeScript {len(theirs)}"
        if any(isinstance(item, (str, dict, list, tuple, np.ndarray)) for item in [*ours, *theirs]):
            pairs = ((o, t, f"{what}[{i}]") for i, (o, t) in enumerate(zip(ours, theirs)))
            return next(filter(None, (difference(*pair) for pair in pairs)), None)
    try:
        a, b = np.asarray(ours), np.asarray(theirs)
    except ValueError:
        raise TypeError from None
    if a.dtype.kind not in "bifu" or b.dtype.kind not in "bifu":
        raise TypeError
    if a.shape != b.shape:
        return f"{what} has the shape {a.shape}, in TypeScript {b.shape}"
    coarse = "float32" in (a.dtype.name, b.dtype.name)
    rtol, atol = TOLERANCE["float32" if coarse else "float64"]
    a, b = a.astype(float), b.astype(float)
    with np.errstate(invalid="ignore"):
        wrong = ~((a == b) | (np.isnan(a) & np.isnan(b)) | (abs(a - b) <= atol + rtol * abs(b)))
    if not wrong.any():
        return None
    at = tuple(int(i) for i in np.argwhere(wrong)[0])
    place = f"{what}{list(at)}" if at else what
    return f"{place} is {a[at]}, in TypeScript {b[at]}; {wrong.sum()} of {a.size} differ"


def is_printed(ours, theirs):
    """Whether a string is what TypeScript prints of Python's value: a shape, or a number to so many digits."""
    number = re.fullmatch(r"-?\d+(?:\.(\d+))?(?:e([-+]?\d+))?", theirs) if isinstance(theirs, str) else None
    if number and isinstance(ours, (int, float, np.number)):
        unit = 10.0 ** (int(number[2] or 0) - len(number[1] or ""))
        return abs(ours - float(theirs)) <= 0.501 * unit
    return (str(ours) if isinstance(ours, tuple) else ours) == theirs


def run(source, namespace):
    """Runs a fold; gives the value of its last line, if that is an expression."""
    body = ast.parse(source).body
    last = body.pop() if isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), "fold", "exec"), namespace)
    if last is not None:
        return eval(compile(ast.Expression(last.value), "fold", "eval"), namespace)


def check(compared, problems, what, ours, candidates):
    """Notes that a value was compared, and a problem if it is none of what TypeScript has."""
    found = []
    for theirs in candidates:
        with contextlib.suppress(TypeError):
            found.append(difference(ours, theirs, what))
    if found:
        compared.append(what)
        if None not in found:
            problems.append(found[-1])
    elif what == "its last line":
        problems.append(f"{what} is {ours!r}; the cell shows and checks nothing like it")


def compare(folds, values, data):
    """Runs the folds one after the other, each with what it lacks handed over from TypeScript."""
    namespace, compared, problems = {}, {}, {}
    for fold in folds:
        cell, source = fold["cell"], fold["python"]
        found = names(source)
        handed = {**values[cell]["after"], **values[cell]["before"]}
        for name in set(found["reads"]) - set(namespace) - set(found["assigns"]):
            if camel(name) in handed:
                namespace[name] = decode(handed[camel(name)], data)
        try:
            with contextlib.redirect_stdout(None):
                result = run(source, namespace)
        except Exception as error:
            line = traceback.extract_tb(error.__traceback__)[-1].lineno
            problems[cell] = [f"line {line}: {type(error).__name__}: {error}"]
            continue
        compared[cell], problems[cell] = [], []
        after, shown = values[cell]["after"], values[cell]["shown"]
        for name in found["assigns"]:
            if name in namespace and camel(name) in after:
                check(compared[cell], problems[cell], name, namespace[name], [decode(after[camel(name)], data)])
        if result is not None:
            theirs = [decode(value, data) for value in shown]
            all_of_them = [theirs] if isinstance(result, tuple) else []
            check(compared[cell], problems[cell], "its last line", result, theirs + all_of_them)
        if not compared[cell]:
            problems[cell].append(
                f"nothing to compare: Python assigns {found['assigns']}, of these TypeScript has {sorted(after)}"
            )
    return {"compared": compared, "problems": {cell: list_ for cell, list_ in problems.items() if list_}}


def main(task, folder):
    folder = pathlib.Path(folder)
    folds = json.loads((folder / "folds.json").read_text("utf-8"))
    if task == "names":
        print(json.dumps([names(fold["python"]) for fold in folds]))
        return
    values = json.loads((folder / "values.json").read_text("utf-8"))
    with np.errstate(all="ignore"):
        print(json.dumps(compare(folds, values, (folder / "values.bin").read_bytes())))


main(*sys.argv[1:])
