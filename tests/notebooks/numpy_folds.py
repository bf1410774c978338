"""The NumPy folds of one notebook, run in order; called by numpy_folds.ts.

    python numpy_folds.py names FOLDER      what each fold of FOLDER/folds.json lacks and what it assigns, as JSON
    python numpy_folds.py compare FOLDER    runs them beside FOLDER/values.json and values.bin, the TypeScript's
                                            values before and after each cell: names compared and problems, as JSON
"""

import ast
import builtins
import contextlib
import io
import json
import pathlib
import re
import sys
import symtable
import traceback

import numpy as np

LAST = "its last line"

# |ours - theirs| <= rtol |theirs| + atol max |theirs|, by the coarser dtype of both
TOLERANCE = {"float64": (1e-6, 1e-7), "float32": (1e-4, 1e-5)}


def camel(name):
    """The name in TypeScript: x_train is xTrain there, lambda_ is lambda."""
    return re.sub(r"(?<=[A-Za-z0-9])_([A-Za-z0-9])", lambda m: m[1].upper(), name).removesuffix("_")


def names(source):
    """What a fold reads from outside its functions, what its own lines assign, and all that it defines."""
    top = symtable.symtable(source, "fold", "exec")
    reads = set()

    def walk(table):
        for symbol in table.get_symbols():
            if symbol.is_referenced() and (table is top or symbol.is_global()):
                reads.add(symbol.get_name())
        for child in table.get_children():
            walk(child)

    walk(top)
    defined = {symbol.get_name() for symbol in top.get_symbols() if symbol.is_assigned()}
    others = {symbol.get_name() for symbol in top.get_symbols() if symbol.is_imported() or symbol.is_namespace()}
    return reads - set(dir(builtins)), {name for name in defined - others if name[0] != "_"}, defined | others


def names_of_all(folds):
    """For each fold, what it lacks, because no fold up to it has defined it, and what its own lines assign."""
    known = set()
    found = []
    for fold in folds:
        reads, assigns, defines = names(fold["python"])
        lacks = reads - known - defines
        known |= reads | defines
        found.append({"lacks": sorted(lacks), "assigns": sorted(assigns)})
    return found


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
    if isinstance(ours, dict) and isinstance(theirs, list) and theirs and isinstance(theirs[0], dict):
        theirs = {key: [row[key] for row in theirs] for key in theirs[0]}  # rows against columns
    if isinstance(theirs, dict) and hasattr(ours, "__dict__"):
        return difference_of_fields(vars(ours), theirs, what)
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
    if isinstance(ours, np.ndarray) and isinstance(theirs, list) and any(isinstance(item, str) for item in theirs):
        ours = ours.tolist()
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
    largest = abs(b[np.isfinite(b)]).max(initial=1e-3)
    with np.errstate(invalid="ignore"):
        wrong = ~((a == b) | (np.isnan(a) & np.isnan(b)) | (abs(a - b) <= rtol * abs(b) + atol * largest))
    if not wrong.any():
        return None
    at = tuple(int(i) for i in np.argwhere(wrong)[0])
    place = f"{what}{list(at)}" if at else what
    return f"{place} is {a[at]}, in TypeScript {b[at]}; {wrong.sum()} of {a.size} differ"


def difference_of_fields(ours, theirs, what):
    """That of two instances: of the fields that both have and that can be compared."""
    found = []
    for name, value in ours.items():
        with contextlib.suppress(TypeError, KeyError):
            found.append(difference(value, theirs[camel(name)], f"{what}.{name}"))
    if not found:
        raise TypeError
    return next(filter(None, found), None)


def is_printed(ours, theirs):
    """Whether a string is what TypeScript prints of Python's value: text, a shape, or a number to so many digits."""
    if isinstance(ours, str) and isinstance(theirs, str):
        return ours == theirs
    if not isinstance(theirs, str):
        raise TypeError
    if isinstance(ours, tuple) and theirs.startswith("("):
        return str(ours) == theirs
    number = re.fullmatch(r"-?\d+(?:\.(\d+))?(?:e([-+]?\d+))?", theirs)
    if not number or not isinstance(ours, (int, float, np.number)):
        raise TypeError
    unit = 10.0 ** (int(number[2] or 0) - len(number[1] or ""))
    return abs(ours - float(theirs)) <= 0.501 * unit


def run(source, namespace):
    """Runs a fold; gives the value of its last line, if that is an expression."""
    body = ast.parse(source).body
    last = body.pop() if isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), "fold", "exec"), namespace)
    if last is not None:
        return eval(compile(ast.Expression(last.value), "fold", "eval"), namespace)


def check(ours, candidates, what):
    """A problem if a value is none of what TypeScript has, None if it is; TypeError if there is nothing like it."""
    found = []
    for theirs in candidates:
        with contextlib.suppress(TypeError):
            found.append(difference(ours, theirs, what))
    if None in found:
        return None
    if isinstance(ours, tuple) and what == LAST:  # of several values, each
        return next(filter(None, (check(item, candidates, f"{what}[{i}]") for i, item in enumerate(ours))), None)
    if not found:
        raise TypeError
    return next((problem for problem in found if problem.endswith("differ")), found[-1])


def is_used(fold, folds):
    """Whether a fold does nothing but define functions and classes, and each is called by a fold after it."""
    defines = [node.name for node in ast.parse(fold["python"]).body if isinstance(node, (ast.FunctionDef, ast.ClassDef))]
    later = [names(other["python"])[0] for other in folds[folds.index(fold) + 1 :]]
    return defines and not names(fold["python"])[1] and all(any(name in reads for reads in later) for name in defines)


def compare(folds, values, data):
    """Runs the folds one after the other, each with what it lacks handed over from TypeScript."""
    namespace, compared, problems = {}, {}, {}
    for fold, found in zip(folds, names_of_all(folds)):
        cell, source = fold["cell"], fold["python"]
        handed = {**values[cell]["after"], **values[cell]["before"]}
        for name in found["lacks"]:
            if camel(name) in handed:
                namespace[name] = decode(handed[camel(name)], data)
        try:
            with contextlib.redirect_stdout(io.StringIO()) as printed:
                result = run(source, namespace)
        except Exception as error:
            line = traceback.extract_tb(error.__traceback__)[-1].lineno
            problems[cell] = [f"line {line}: {type(error).__name__}: {error}"]
            continue
        compared[cell], problems[cell] = [], []
        after = values[cell]["after"]
        for name in found["assigns"]:
            if name in namespace and camel(name) in after:
                with contextlib.suppress(TypeError):
                    problem = check(namespace[name], [decode(after[camel(name)], data)], name)
                    compared[cell].append(name)
                    problems[cell] += filter(None, [problem])
        shown = [decode(value, data) for value in values[cell]["shown"]]
        results = [("what it prints", line) for line in printed.getvalue().splitlines()]
        for what, ours in results + ([] if result is None else [(LAST, result)]):
            try:
                problem = check(ours, shown, what)
                compared[cell].append(what)
                problems[cell] += filter(None, [problem])
            except TypeError:
                problems[cell].append(f"{what} is {ours!r}; the cell shows and checks nothing like it")
        if not compared[cell] and not problems[cell] and not is_used(fold, folds):
            problems[cell].append(
                f"nothing to compare: Python assigns {found['assigns']}, of these TypeScript has {sorted(after)}"
            )
    return {"compared": compared, "problems": {cell: list_ for cell, list_ in problems.items() if list_}}


def main(task, folder):
    folder = pathlib.Path(folder)
    folds = json.loads((folder / "folds.json").read_text("utf-8"))
    if task == "names":
        print(json.dumps(names_of_all(folds)))
        return
    values = json.loads((folder / "values.json").read_text("utf-8"))
    with np.errstate(all="ignore"):
        print(json.dumps(compare(folds, values, (folder / "values.bin").read_bytes())))


main(*sys.argv[1:])
