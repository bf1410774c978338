"""What the layer knows of a cell's code: why Deno refuses it, and what is put into it before it runs."""

import difflib
import json
import re
import subprocess

try:
    import tree_sitter_typescript
    from tree_sitter import Language, Parser

    PARSERS = [
        Parser(Language(grammar()))
        for grammar in (tree_sitter_typescript.language_tsx, tree_sitter_typescript.language_typescript)
    ]
except ImportError:  # cells then run as they are
    PARSERS = []

INSIDE = "ˑ"  # what prelude.js leaves in the kernel
FUNCTIONS = {
    "function_declaration", "function_expression", "arrow_function", "method_definition",
    "generator_function", "generator_function_declaration", "class_static_block", "class_body",
}


def parse(code):
    """The syntax tree of a cell, as TSX or as TypeScript; None where it has an error."""
    source = code.encode()
    for parser in PARSERS:
        root = parser.parse(source).root_node
        if not root.has_error:
            return root
    return None


def prepare(code):
    """A cell as Deno gets it, and what it imports.

    Its value is wrapped, since Deno does not show `5n`, `null` or `NaN`; so is what it waits for outside of functions,
    so that Stop ends the waiting, and what it throws that is not a new error. Nothing else changes, and no line.
    """
    root = parse(code)
    if root is None or code.lstrip().startswith("{"):  # Deno takes those for objects where it can
        return code, []
    insertions = []  # (offset in bytes, text)

    def wrap(node, function):
        text = f"{INSIDE}{function}("
        extra = node.type == "sequence_expression"
        insertions.append((node.start_byte, text + "(" * extra))
        insertions.append((node.end_byte, ")" + ")" * extra))

    statements = [node for node in root.named_children if node.type != "comment"]
    if statements:
        insertions.append((statements[0].start_byte, f"{INSIDE}.begin();"))  # what comes now is this cell's
        if statements[-1].type == "expression_statement":
            wrap(statements[-1].named_children[0], "")
    waits = "await" in code and not re.search(r"\bawait\s+using\b", code)  # which the grammar does not know
    waiting = [(root, waits)] if waits or "throw" in code else []
    while waiting:
        node, waits = waiting.pop()
        if node.type == "throw_statement" and node.named_children[0].type != "new_expression":
            wrap(node.named_children[0], ".throwing")
        elif node.type == "await_expression" and waits:
            wrap(node.named_children[-1], ".stoppable")
        elif node.type == "for_in_statement" and waits and any(child.type == "await" for child in node.children):
            wrap(node.child_by_field_name("right"), ".each")
        waiting += [(child, waits and child.type not in FUNCTIONS) for child in node.named_children]
    source, parts, last = code.encode(), [], 0
    # where two begin at one place, the outer is first; where two end at one place, either may be
    for offset, text in sorted(insertions, key=lambda one: one[0]):
        parts += [source[last:offset], text.encode()]
        last = offset
    return b"".join([*parts, source[last:]]).decode(), imports(root)


CLOSING = {"(": ")", "[": "]", "{": "}", "${": "}", "`": "`"}


def completeness(code):
    """The answer to an is_complete_request: whether Enter runs what is written, or goes on in a new line, with an indent."""
    if parse(code):
        return {"status": "complete"}
    opened = []
    waiting = [PARSERS[0].parse(code.encode()).root_node]
    while waiting:
        node = waiting.pop()
        waiting += reversed(node.children)
        if node.children or node.is_missing:
            continue
        if opened and node.type == CLOSING[opened[-1]]:
            opened.pop()
        elif node.type in CLOSING:
            opened.append(node.type)
    closing = "".join(CLOSING[one] for one in reversed(opened))
    # whether anything could make it whole
    if any(parse(code + rest) for end in ("", "x", "{}", ": x", " from 'x'", "*/") for rest in (end + closing, closing + end)):
        return {"status": "incomplete", "indent": "" if "`" in opened else "  " * len(opened)}
    return {"status": "invalid"}


def imports(root):
    """[specifier, names] of each static import of values by name."""
    found = []
    for statement in root.named_children:
        if statement.type != "import_statement" or any(child.type == "type" for child in statement.children):
            continue
        names = []
        for clause in statement.named_children:
            for part in clause.named_children if clause.type == "import_clause" else []:
                if part.type == "identifier":
                    names.append("default")
                elif part.type == "named_imports":
                    names += [
                        one.child_by_field_name("name").text.decode()
                        for one in part.named_children
                        if one.type == "import_specifier" and not any(child.type == "type" for child in one.children)
                    ]
        if names:
            found.append([statement.child_by_field_name("source").text.decode()[1:-1], names])
    return found


def without_imports(code):
    """A cell of as many lines without imports, of which Deno prints each in a line, whatever names it has."""
    root = parse(code)
    source = code.encode()
    for statement in reversed(root.named_children if root else []):
        if statement.type == "import_statement" and not any(child.type == "type" for child in statement.children):
            lines = b"\n" * statement.text.count(b"\n")
            source = source[:statement.start_byte] + b"0;" + lines + source[statement.end_byte:]
    return source.decode()


def refused(deno, code, missing):
    """The error for imported names that a module has neither as a value nor as a type; None if there is no such name."""
    for one in missing:
        name, specifier = one["name"], one["specifier"]
        if not re.match(r"\.{0,2}/|file:", specifier):
            continue  # types of packages are not for `deno doc`
        if re.search(rf'"name": ?"{re.escape(name)}"', run([deno, "doc", "--json", specifier], "")):
            continue
        close = difflib.get_close_matches(name, one["has"], 1, 0.5)
        message = f"{specifier} has no export {name}" + (f"; did you mean {close[0]}?" if close else "")
        return error("SyntaxError", message, marked(code, name))
    return None


def marked(code, name):
    """The first line with a name, and a caret under it."""
    for number, line in enumerate(code.split("\n"), 1):
        found = re.search(rf"\b{re.escape(name)}\b", line)
        if found:
            return [f"{number:3} | {line}", "    | " + " " * found.start() + "~" * len(name)]
    return []


def explain(deno, code):
    """Why Deno ran nothing of a cell: what its parser says, with the line and a caret, or that a package is not there."""
    said = ""
    for extension in ("tsx", "ts"):  # as Deno reads cells: the second where the first does not do
        said = run([deno, "lint", "--no-config", f"--ext={extension}", "-"], code)
        found = re.search(r"SyntaxError: (.*)((?:\n.*\|.*)+)", said)
        if not found:
            break
    else:
        message = re.sub(r"Unexpected token `<lexing error.*, (\w+)\) }>`.*", in_words, found[1])
        return error("SyntaxError", message, [line[2:] for line in found[2].split("\n")[1:] if line.strip() != "|"])
    root = parse(code)
    for specifier, _ in imports(root) if root else []:
        said = run([deno, "cache", "--no-lock", specifier], "")
        found = re.search(r"^error: (.*)", said, re.M)
        if found:
            return error("TypeError", found[1])
    return error("Error", "the cell failed, and Deno has lost the error; run it again to see it")


def in_words(lexing):
    """UnterminatedTpl → Unterminated template"""
    words = {"Tpl": "template", "Str": "string", "Lit": "literal", "Regexp": "regular expression", "Num": "number"}
    first, *others = re.findall(r"[A-Z][a-z]*", lexing[1])
    return " ".join([first, *(words.get(word[:6], word.lower()) for word in others)])


def error(name, message, lines=()):
    return {"ename": name, "evalue": message, "traceback": [f"{name}: {message}", *lines]}


def run(command, text):
    try:
        done = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", timeout=20)
        return done.stdout + done.stderr
    except (OSError, subprocess.TimeoutExpired):
        return ""
