"""The code of a figure, to be pasted and run: the very functions the report calls.

The figures are drawn by functions spread over a few modules. Here those that one figure needs
are put together into one script that imports nothing of ours: definitions are followed from
``draw`` by the names they use. So what the page shows is what was run, and a test runs it.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from importlib import resources

PACKAGE = "dataset.report"
WIDE = 9.0  # inches


@dataclass(frozen=True, slots=True)
class Source:
    """A module of ours: its definitions and what each name it imports stands for."""

    texts: dict[str, str] = field(default_factory=dict)
    nodes: dict[str, ast.AST] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)  # imported name: our module
    foreign: dict[str, str] = field(default_factory=dict)  # imported name: the statement


def script(name: str, numbers: str, folder: str) -> str:
    """Return a script that draws a figure of a folder and writes ``<name>.svg``.

    Args:
        name: the module of the figure in :mod:`dataset.report.figures`.
        numbers: the function of :mod:`dataset.report.numbers` that counts for it.
        folder: the folder of tables, as the script is to name it.
    """
    figure, common = f"{PACKAGE}.figures.{name}", f"{PACKAGE}.figures.common"
    roots = [
        (f"{PACKAGE}.numbers", numbers),
        (figure, "draw"),
        (common, "style"),
        (common, "save"),
    ]
    sources = {module: read_source(module) for module in {module for module, _ in roots}}
    needed = set(roots)
    imports: set[str] = set()
    while roots:
        module, wanted = roots.pop()
        source = sources.setdefault(module, read_source(module))
        for node in ast.walk(source.nodes[wanted]):
            used = node.id if isinstance(node, ast.Name) else ""
            home = module if used in source.nodes else source.own.get(used)
            if home and (home, used) not in needed:
                needed.add((home, used))
                roots.append((home, used))
            elif used in source.foreign:
                imports.add(source.foreign[used])
    order = [f"{PACKAGE}.plain", common, f"{PACKAGE}.numbers", figure]
    texts = [
        text
        for module in sorted(sources, key=order.index)
        for defined, text in sources[module].texts.items()
        if (module, defined) in needed
    ]
    names = [defined for _, defined in needed]
    if len(names) != len(set(names)):
        raise ValueError(f"{name}: two definitions of one name among {sorted(names)}")
    lines = [
        "# Needs pandas with pyarrow, and matplotlib.",
        *sorted(imports, key=lambda line: (line.split()[1], line)),
        "",
        f"FOLDER = {folder!r}  # where the tables are",
        *texts,
        "\n",
        "with style():",
        f"    figure = draw({numbers}(FOLDER), {WIDE})",
        f'    save(figure, "{name}.svg")',
    ]
    return re.sub(r"\n{4,}", "\n\n\n", "\n".join(lines)) + "\n"


def read_source(module: str) -> Source:
    """Read the top level of a module of the package."""
    *parents, stem = module.removeprefix(f"{PACKAGE}.").split(".")
    text = resources.files(PACKAGE).joinpath(*parents, f"{stem}.py").read_text(encoding="utf-8")
    lines = text.splitlines()
    source = Source()
    for node in ast.parse(text).body:
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if (node.module or "").startswith(PACKAGE):
                    source.own[alias.name] = node.module or ""
                elif node.module != "__future__":
                    source.foreign[alias.name] = f"from {node.module} import {alias.name}"
        elif isinstance(node, ast.Import):
            for alias in node.names:
                name = alias.asname or alias.name.partition(".")[0]
                source.foreign[name] = ast.unparse(ast.Import([alias]))
        elif names := names_of(node):
            first = node.lineno - 1
            while lines[first - 1].startswith("#"):
                first -= 1
            block = "\n".join(lines[first : node.end_lineno]).replace("  # fmt: skip", "")
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                block = f"\n\n{block}\n\n"
            for name in names:
                source.nodes[name] = node
            source.texts[names[0]] = block
    return source


def names_of(node: ast.stmt) -> list[str]:
    """Return the names a statement defines; several share the text of the first."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.AnnAssign):
        return [ast.unparse(node.target)]
    if isinstance(node, ast.Assign):
        return [n.id for n in ast.walk(node.targets[0]) if isinstance(n, ast.Name)]
    return []
