"""The shape of the house: imports run one way, only the command line prints, and the reference pages are fresh."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from pathlib import Path

import pytest

from docs.write import FOLDER, pages
from schemas.rules import RULES

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*ROOT.glob("schemas/**/*.py"), *ROOT.glob("pipeline/**/*.py")])

# A part may import those below it, and none beside it or above.
FLOORS = [
    {"schemas"},
    {"pipeline.thai", "pipeline.outputs", "pipeline.cache"},
    {"pipeline.drawing"},
    {"pipeline.intake"},
    {"pipeline.validation"},
    {"pipeline.evidence"},
    {"pipeline.consolidation"},
    {"pipeline.register"},
    {"pipeline.report", "pipeline.forms"},
    {"pipeline.proof"},
    {"pipeline.recipe"},
    {"pipeline.cli"},
    {"pipeline.__main__"},
]
FLOOR_OF = {part: floor for floor, parts in enumerate(FLOORS) for part in parts}


def part_of(module: str) -> str | None:
    names = module.split(".")
    if names[0] == "schemas":
        return "schemas"
    if names[0] != "pipeline" or len(names) == 1 or names[1] in {"__init__", "__version__"}:
        return None
    return ".".join(names[:2])


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def named(paths):
    return [pytest.param(path, id=str(path.relative_to(ROOT))) for path in paths]


@pytest.mark.parametrize("path", named(SOURCES))
def test_imports_run_one_way(path):
    here = part_of(module_of(path))
    if here is None:
        return
    for imported in imports_of(path):
        there = part_of(imported)
        if there and there != here:
            assert FLOOR_OF[there] < FLOOR_OF[here], f"{here} must not import {there}"


def test_every_part_has_its_floor():
    parts = {part_of(module_of(path)) for path in SOURCES} - {None}
    assert parts == set(FLOOR_OF)


def calls_of(path: Path) -> set[str]:
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    return {ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)}


@pytest.mark.parametrize("path", named(SOURCES))
def test_only_the_command_line_prints_and_exits(path):
    speaks = {"print", "click.echo", "sys.exit", "exit", "quit", "sys.stdout.write", "sys.stderr.write"}
    if module_of(path) == "pipeline.cli":
        assert speaks & calls_of(path)
    else:
        assert not speaks & calls_of(path)


@pytest.mark.parametrize("path", named(SOURCES))
def test_only_intake_opens_workbooks(path):
    readers = {"openpyxl", "python_calamine"}
    if part_of(module_of(path)) != "pipeline.intake":
        assert not {name.split(".")[0] for name in imports_of(path)} & readers


@pytest.mark.parametrize("path", named(SOURCES))
def test_looks_are_roles(path):
    if part_of(module_of(path)) != "pipeline.drawing":
        assert not re.search(r'"#[0-9A-Fa-f]{6}"', path.read_text("utf-8")), "colours live in the theme"


@pytest.mark.parametrize("path", named([p for p in SOURCES if p.read_text("utf-8").strip()]))
def test_every_module_says_why_it_exists(path):
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


@pytest.mark.parametrize("path", named([p for p in SOURCES if p.read_text("utf-8").strip()]))
def test_public_functions_say_what_they_give(path):
    tree = ast.parse(path.read_text("utf-8"))
    public = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]
    inner = {id(child) for node in public if isinstance(node, ast.FunctionDef) for child in ast.walk(node)} - {
        id(node) for node in public if node in tree.body
    }
    silent = [node.name for node in public if not ast.get_docstring(node) and id(node) not in inner]
    assert silent == []


@pytest.mark.parametrize("name", sorted(pages()))
def test_the_reference_pages_are_fresh(name):
    assert (FOLDER / name).read_text("utf-8") == pages()[name], "run: python -m docs.write"


def test_every_rule_that_code_names_is_in_the_catalogue_and_every_rule_is_used():
    text = "\n".join(path.read_text("utf-8") for path in SOURCES if path.name != "rules.py")
    named = set(re.findall(r'"([A-Z]+_[A-Z_]+)"', text))
    assert named == set(RULES)


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in RULES.values()])
def test_a_rule_says_in_both_languages_what_is_wrong_and_how_to_fix_it(rule):
    for words in (*rule.wrong, *rule.fix):
        assert words
        assert set(re.findall(r"\{(\w+)\}", words)) <= {"found", "expected", "other", "item"}
    assert re.search("[ก-๙]", rule.wrong.th) and re.search("[ก-๙]", rule.fix.th)


def code_lines(path):
    """The lines of a module that are code: neither blank, nor comment, nor docstring."""
    text = path.read_text("utf-8")
    holders = ast.Module | ast.ClassDef | ast.FunctionDef
    documented = [node for node in ast.walk(ast.parse(text)) if isinstance(node, holders) and ast.get_docstring(node)]
    docstrings = {n for node in documented for n in range(node.body[0].lineno, node.body[0].end_lineno + 1)}
    silent = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    code = {n for token in tokens if token.type not in silent for n in range(token.start[0], token.end[0] + 1)}
    return len(code - docstrings)


def test_the_tests_are_at_least_one_and_a_half_times_the_code():
    tests = sum(map(code_lines, ROOT.glob("tests/**/*.py")))
    assert tests >= 1.5 * sum(map(code_lines, SOURCES))


def test_nothing_names_a_package_index_or_a_path_of_somebody_s_machine():
    listed = [p for p in ROOT.rglob("*") if p.suffix in {".py", ".md", ".toml", ".txt", ".json", ""} and p.is_file()]
    own = [
        p
        for p in listed
        if not any(
            part in {".git", ".venv"} or (part.startswith(".") and part != ".ci") for part in p.relative_to(ROOT).parts
        )
    ]
    for path in own:
        text = path.read_text("utf-8", errors="ignore")
        assert not re.search(r"--(extra-)?index-url|/home/\w+/|/root/", text) or path.name == "test_structure.py", path
