"""Where in its cell an error was thrown: Deno prints a cell anew as JavaScript, and its stacks mean that."""

import base64
import json
import os
import re
import tempfile

import cells

PLACE = re.compile(rb"cell-(\d+):(\d+):(\d+)")
PUT_IN_FRONT = len("'use strict'; void 0;")  # by Deno
PUT_IN = re.compile(rf"{cells.INSIDE}[.\w]*\(")
LINE_END = re.compile("\r\n|[\n\r\u2028\u2029]")  # in JavaScript
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def name(number):
    """What ends the code of a cell, so that its places are called cell-7:2:9 in stacks: line and column of what Deno prints."""
    return f"\n//# sourceURL=cell-{number}"


class Places:
    """Tells the places of cells in stacks as their readers see them."""

    def __init__(self, deno):
        self.deno = deno
        self.codes = {}  # number of a cell → its code
        self.maps = {}  # number of a cell → the lines that Deno got, and the source map

    def add(self, number, code):
        self.codes[number] = code
        self.maps.pop(number, None)

    def readable(self, text):
        """A text with stacks that have `cell [7]:3:5`, line and column as the cell has them."""
        return PLACE.sub(lambda found: self.place(*map(int, found.groups())) or found[0], text)

    def place(self, number, line, column):
        """As the cell has it, for one in what Deno has printed; None where no such cell is known."""
        code = self.codes.get(number)
        if code is None:
            return None
        if number not in self.maps:
            sent, _ = cells.prepare(code)
            self.maps[number] = LINE_END.split(sent), source_map(self.deno, cells.without_imports(sent))
        sent, places = self.maps[number]
        column -= 1 + (PUT_IN_FRONT if line == 1 else 0)
        before = [place for place in places.get(line, []) if place[0] <= column]
        if not before:
            return b"cell [%d]" % number
        _, line, column = before[-1]
        column = column_of(column, sent[line], LINE_END.split(code)[line])
        return b"cell [%d]:%d:%d" % (number, line + 1, column + 1)


def column_of(column, sent, line):
    """The column in a line of a cell, for one in the line that Deno gets, in which something has been put."""
    at = there = 0
    while there < min(column, len(sent)):  # columns count in UTF-16
        put_in = PUT_IN.match(sent, there)
        if put_in:
            there = put_in.end()
            continue
        at += sent[there] == line[at : at + 1]  # else it is a bracket that has been put in
        there += 1
    return at


def source_map(deno, code):
    """Number of each line that Deno prints → its places [(column, line in the code, column there)], these from 0."""
    with tempfile.TemporaryDirectory() as folder:
        for extension in ("tsx", "ts"):  # as Deno reads cells
            path = os.path.join(folder, f"cell.{extension}")
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(code)
            printed = cells.run([deno, "transpile", "--quiet", "--no-config", "--source-map", "inline", path], "")
            _, found, encoded = printed.rpartition("sourceMappingURL=data:application/json;base64,")
            if found:
                return decoded(json.loads(base64.b64decode(encoded))["mappings"])
    return {}


def decoded(mappings):
    """The places of a source map: numbers in base 64, each the difference to the one before."""
    lines, at_line, at_column = {}, 0, 0
    for number, line in enumerate(mappings.split(";"), 1):
        column, places = 0, []
        for segment in filter(None, line.split(",")):
            first, *others = numbers(segment)
            column += first
            if others:
                at_line += others[1]
                at_column += others[2]
                places.append((column, at_line, at_column))
        lines[number] = places
    return lines


def numbers(segment):
    found, value, shift = [], 0, 0
    for digit in segment:
        bits = DIGITS.index(digit)
        value += (bits & 31) << shift
        shift += 5
        if not bits & 32:
            found.append(-(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    return found
