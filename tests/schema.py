# SPDX-License-Identifier: MIT
"""schema.py SCHEMA - every line of standard input against a JSON Schema (the keywords
that ours uses; any other is an error), and against one that is spoilt: a key less, a key
more, a value of another kind. Says what is wrong, and which types of row it has seen."""
import json
import re
import sys

KINDS = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "null": type(None)}
SILENT = {"$schema", "$defs", "title", "description"}
root = json.load(open(sys.argv[1], encoding="utf-8"))


def is_kind(value, kind):
    return isinstance(value, KINDS[kind]) and not isinstance(value, bool)


def faults(value, schema, where, known=()):
    """What is wrong; known: keys that the schema around this one speaks of."""
    found = []
    keys = set(known) | set(schema.get("properties", ()))
    for word, arg in schema.items():
        ok = True
        if word == "$ref":
            target = root
            for step in arg.split("/")[1:]:
                target = target[step]
            keys |= set(target.get("properties", ()))
            found += faults(value, target, where, keys)
        elif word == "oneOf":
            tries = [faults(value, one, where) for one in arg]
            if sum(not t for t in tries) != 1:
                found += min(tries, key=len) or [where + ": fits more than one"]
        elif word == "type":
            ok = any(is_kind(value, kind) for kind in ([arg] if isinstance(arg, str) else arg))
        elif word == "const":
            ok = value == arg and type(value) is type(arg)
        elif word == "enum":
            ok = value in arg
        elif word == "pattern":
            ok = re.search(arg, value) is not None
        elif word == "minimum":
            ok = value is None or value >= arg
        elif word == "exclusiveMinimum":
            ok = value > arg
        elif word == "maximum":
            ok = value is None or value <= arg
        elif word == "exclusiveMaximum":
            ok = value < arg
        elif word == "required":
            ok = set(arg) <= set(value)
        elif word == "properties":
            for key in arg.keys() & value.keys():
                found += faults(value[key], arg[key], where + "." + key)
        elif word == "items":
            for one in value:
                found += faults(one, arg, where + "[]")
        elif word in ("additionalProperties", "unevaluatedProperties"):
            assert arg is False
        elif word not in SILENT:
            sys.exit("schema.py knows no " + word)
        if not ok:
            found.append(f"{where}: {value!r} against {word} {arg!r}")
            if word == "type":
                return found
    if schema.get("additionalProperties") is False or schema.get("unevaluatedProperties") is False:
        found += [f"{where}: unknown key {key}" for key in value.keys() - keys]
    return found


def spoilt(row):
    optional = {"id", "name", "fold_digits", "strip_marks", "template", "family", "templates", "format"}
    if row["type"] == "family":
        optional -= {"family"}
    if row["type"] in ("miss", "false"):
        optional = {"keeper1", "jaccard1", "keeper2", "jaccard2", "label", "jaccard", "similarity"}
    for key in row:
        if key not in optional:
            yield {k: v for k, v in row.items() if k != key}
        yield row | {key: 1 if isinstance(row[key], list) else []}
    yield row | {"more": 1}


seen = {}
for line in sys.stdin:
    row = json.loads(line)
    wrong = faults(row, root, "row")
    if wrong:
        sys.exit(line + "\n".join(wrong))
    if seen.setdefault(row["type"], 0) < 20:
        for bad in spoilt(row):
            if not faults(bad, root, "row"):
                sys.exit("not refused: " + json.dumps(bad))
    seen[row["type"]] += 1
print(" ".join(sorted(seen)))
