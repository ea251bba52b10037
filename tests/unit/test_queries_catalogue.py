"""The catalogue refuses a question file for each trap, and takes every shipped one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kb.errors import BadQuestion, BadTable
from queries.catalogue import FOLDER, catalogue, question, read

HEADER = """// question = "What is {item} made from?"
// topic    = "chain"
// row_key  = ["part"]
// phrases  = ["parts of {item}"]
// [params.item]
// type = "id:Material"
// example = "material:a"
// [columns.part]
// type = "id:Material"
// about = "what goes in"
// [columns.claims]
// type = "claims"
"""
BODY = """
MATCH (whole:Material {id: $item})-[made:MADE_FROM]->(part:Material)
RETURN part.id AS part, made.claims AS claims
ORDER BY part
"""
Problems = Callable[[str], list[str]]


@pytest.fixture
def problems(tmp_path: Path) -> Problems:
    """What is wrong with a question file of that text."""

    def found(text: str) -> list[str]:
        path = tmp_path / "made_from.cypher"
        path.write_text(text, encoding="utf-8")
        try:
            read(path)
        except BadTable as error:
            return [problem.removeprefix(f"{path}: ") for problem in error.problems]
        return []

    return found


def test_a_sound_question_is_taken(problems: Problems, tmp_path: Path) -> None:
    assert problems(HEADER + BODY) == []
    asked = read(tmp_path / "made_from.cypher")
    assert (asked.name, asked.question, asked.topic, asked.row_key) == (
        "made_from", "What is {item} made from?", "chain", ("part",))  # fmt: skip
    assert (asked.example(), list(asked.columns), asked.cypher) == (
        {"item": "material:a"}, ["part", "claims"], BODY.strip() + "\n")  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("topic    =", "topic", "the header is not TOML: Expected '=' after a key in a key/value pair (at line 2, "
         "column 7)."),
        ("// topic    = \"chain\"\n", "", "the header lacks topic."),
        ("// row_key  = [\"part\"]\n// phrases  = [\"parts of {item}\"]\n", "", "the header lacks row_key, phrases."),
        ("{id: $item}", "{id: $thing}",
         "the body uses $thing, which the header does not declare.|the header declares item, which the body does "
          "not use."),
        ("{id: $item}", "{id: 'a'}", "the header declares item, which the body does not use."),
        ("id:Material\"\n// example", "id:Metal\"\n// example", "parameter item has the unknown type 'id:Metal'."),
        ("id:Material\"\n// example", "word:colours\"\n// example", "parameter item has the unknown type "
         "'word:colours'."),
        ("// example = \"material:a\"\n", "", "parameter item has neither default nor example."),
        ("type = \"claims\"", "type = \"list\"", "column claims has the unknown type 'list'."),
        ("AS part,", "AS piece,", "the body returns piece, claims; the header says part, claims."),
        ("part.id AS part, made.claims AS claims", "made.claims AS claims, part.id AS part",
         "the body returns claims, part; the header says part, claims.|the last column is not claims."),
        ("row_key  = [\"part\"]", "row_key  = [\"piece\"]", "row_key names piece, which is no column."),
        ("ORDER BY part", "LIMIT 5", "it has no ORDER BY after its last RETURN."),
    ],
)  # fmt: skip
def test_header_and_body_must_agree(problems: Problems, old: str, new: str, told: str) -> None:
    text = HEADER + BODY
    assert old in text
    assert "|".join(problems(text.replace(old, new, 1))) == told


def _with(pattern: str) -> str:
    return BODY.replace("-[made:MADE_FROM]->", pattern)


@pytest.mark.parametrize(
    "pattern",
    ["-[made:MADE_FROM*]->", "-[made:MADE_FROM*2..]->", "-[made:MADE_FROM*..]->", "-[made:MADE_FROM * 2 .. ]->",
     "-[made:MADE_FROM* {grade: 'A'}]->", "-[made:MADE_FROM]->+", "-[made:MADE_FROM]->*", "<-[made:MADE_FROM]-+",
     "-[made:MADE_FROM]->{2,}", "-[made:MADE_FROM]->{,}", "-->+", "<--+", "--*", "-[made:MADE_FROM]->{ 2 , }",
     "((x:Material)-[made:MADE_FROM]->(y:Material))+", "((x:Material)-[made:MADE_FROM]->(y:Material)){1,}"],
)  # fmt: skip
def test_a_path_without_upper_bound_is_refused(problems: Problems, pattern: str) -> None:
    assert "it has a path without an upper bound." in problems(HEADER + _with(pattern))


@pytest.mark.parametrize(
    "pattern",
    ["-[made:MADE_FROM*1..4]->", "-[made:MADE_FROM*..4]->", "-[made:MADE_FROM*3]->", "-[made:MADE_FROM]->{1,4}",
     "-[made:MADE_FROM]->{,4}", "((x:Material)-[made:MADE_FROM]->(y:Material)){0,4}"],
)  # fmt: skip
def test_a_bounded_path_is_taken(problems: Problems, pattern: str) -> None:
    assert problems(HEADER + _with(pattern)) == []


def test_arithmetic_is_no_path(problems: Problems) -> None:
    body = BODY.replace("RETURN", "WITH *, [x IN [1, 2] | x * 2] + [size([1]) * 2] AS numbers\nRETURN")
    assert problems(HEADER + body) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("MADE_FROM", "MADE_OF", "it has the label or type MADE_OF, which the schema lacks."),
        ("part:Material", "part:Metal", "it has the label or type Metal, which the schema lacks."),
        ("part:Material", "part:Material|Metal", "it has the label or type Metal, which the schema lacks."),
        ("part:Material", "part:Material:Metal", "it has the label or type Metal, which the schema lacks."),
        ("part:Material", "part:material", "it has the label or type material, which the schema lacks."),
        ("part.id", "part.title_of", "it has the property title_of, which the schema lacks."),
        ("{id: $item}", "{ident: $item}", "it has the property ident, which the schema lacks."),
        ("part:Material", "part:Material|Mineral&!Component",
         "it has a negated label (5.26 gives wrong rows for some); name the wanted labels."),
        ("part:Material", "part:!Mineral",
         "it has a negated label (5.26 gives wrong rows for some); name the wanted labels."),
        ("-[made:MADE_FROM]->", "-[made*1..3]->", "it has a variable-length path without a type."),
        ("part.id AS part", "elementId(part) AS part",
         "it has an internal id, which is not stable across stores; use the property id."),
        ("part.id AS part", "id(part) AS part",
         "it has an internal id, which is not stable across stores; use the property id."),
        ("part.id AS part", "labels(part)[0] AS part", "it has columns in an order that nobody promises."),
        ("MATCH", "CYPHER 25 MATCH", "it has a language prefix, which one line or the other refuses."),
        ("MATCH", "cypher runtime=slotted MATCH", "it has a language prefix, which one line or the other refuses."),
        ("MATCH", "PROFILE MATCH", "it has the prefix of a plan, which the read door refuses."),
        ("RETURN", "CALL { WITH part RETURN 1 AS one ORDER BY one }\nRETURN",
         "it has an importing WITH, which Cypher 25 refuses; write CALL (x) {."),
        ("RETURN", "CALL point.name() YIELD value\nRETURN", "it has a procedure."),
        ("RETURN", "call point.name() YIELD value\nRETURN", "it has a procedure."),
        ("RETURN", "WITH part, collect(made)[0] AS made\nRETURN",
         "it has collect() with no ORDER BY before it, whose order nobody promises."),
        ("MATCH (whole", "MATCH p = shortestPath((whole",
         "it has a shortest path (equal ends raise; ties have no order)."),
        ("MATCH (whole", "MATCH p = ALL SHORTEST (whole",
         "it has a shortest path (equal ends raise; ties have no order)."),
    ],
)  # fmt: skip
def test_each_trap_is_refused(problems: Problems, old: str, new: str, told: str) -> None:
    assert problems(HEADER + BODY.replace(old, new, 1)) == [told]


def test_the_labels_in_a_subquery_are_no_keys_of_a_pattern(problems: Problems) -> None:
    first = "head(COLLECT { MATCH (kind:Material) WHERE kind.id > part.id RETURN kind.id ORDER BY kind.id })"
    body = BODY.replace("RETURN", f"WITH made, {{kind: {first}, id: part.id}} AS part\nRETURN", 1)
    assert problems(HEADER + body.replace("part.id AS part, made", "part.kind AS part, made")) == []


@pytest.mark.parametrize(
    "value", ["CASE WHEN part.id > '' THEN 1 END", "NOT part.id > ''", "EXISTS { (part)-[:KIND_OF]->(:Material) }",
              "COUNT { (part) }", "COLLECT { MATCH (kind:Material) RETURN kind.id ORDER BY kind.id }"],
)  # fmt: skip
def test_a_value_of_a_map_is_no_label(problems: Problems, value: str) -> None:
    assert problems(HEADER + BODY.replace("RETURN", f"WITH part, made, {{kind: {value}}} AS told\nRETURN", 1)) == []


def test_return_star_is_refused(problems: Problems) -> None:
    found = problems(HEADER + BODY.replace("part.id AS part, made.claims AS claims", "*"))
    assert "it has columns in an order that nobody promises." in found


@pytest.mark.parametrize(
    "word", ["CREATE", "MERGE", "SET", "DELETE", "DETACH", "REMOVE", "FOREACH", "DROP", "LOAD", "ALTER", "GRANT",
     "create",
             "Set", "USE", "IN TRANSACTIONS"],
)  # fmt: skip
def test_each_write_word_is_refused(problems: Problems, word: str) -> None:
    assert problems(HEADER + BODY.replace("RETURN", f"{word} x\nRETURN")) == [f"it has the write word {word}."]


@pytest.mark.parametrize(
    "harmless",
    [
        "// CREATE, MERGE: -[:X*]-> shortestPath CALL db.labels() $unknown\n",
        "/* SET x.nothing = 1\nDELETE (n:Metal)-[*]->() */\n",
        "WITH *, 'DELETE (n:Metal) $x RETURN *' AS said, \"it's // no comment: SET\" AS too\n",
        "WITH *, 'a \\' DROP b' AS quoted\n",
    ],
)
def test_words_in_strings_and_comments_do_not_count(problems: Problems, harmless: str) -> None:
    assert problems(HEADER + BODY.replace("RETURN", f"{harmless}RETURN")) == []


def test_all_shipped_questions_are_taken_and_named_by_their_files() -> None:
    files = {path.stem: path.parent.name for path in FOLDER.glob("*/*.cypher")}
    assert {asked.name: asked.topic for asked in catalogue().values()} == files
    assert len(files) >= 23


def test_an_unknown_question_is_told_with_near_names() -> None:
    with pytest.raises(BadQuestion) as error:
        question("viewpoint_on")
    assert str(error.value) == (
        "no question 'viewpoint_on'. Did you mean viewpoints_on? `lodestone questions` lists them all."
    )


def test_depending_and_not_depending_follow_the_same_routes() -> None:
    blocks = set()
    for name in ("technologies_depending_on", "technologies_not_depending_on"):
        text = question(name).cypher
        blocks.add(text[text.index("// -- routes of need") : text.index("// -- end of routes of need --")])
    assert len(blocks) == 1
