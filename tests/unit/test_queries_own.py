"""The user's own questions: checked like shipped ones, added, removed, never in the way of the others."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from api.commands import options
from kb.errors import BadQuestion
from queries import own
from queries.catalogue import COLUMN_TYPES, FOLDER, PARAM_TYPES, catalogue, question

TEXT = """// question = "Which magnets does {country} make?"
// topic    = "mine"
// row_key  = ["material"]
// phrases  = []
// [params.country]
// type = "id:Country"
// default = "country:CHN"
// about = "the maker"
// [columns.material]
// type = "id:Material"
// about = "what is made"
// [columns.claims]
// type = "claims"

MATCH (:Country {id: $country})-[makes:PRODUCES {stage: 'magnet'}]->(m:Material)
RETURN m.id AS material, makes.claims AS claims
ORDER BY material, makes.id
"""
Write = Callable[..., Path]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LODESTONE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.delenv("NEO4J_URI", raising=False)
    return tmp_path / "data" / "questions"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a question file and gives its path; into the user's folder unless another is named."""

    def written(name: str, text: str = TEXT, where: Path = tmp_path / "data" / "questions") -> Path:
        where.mkdir(parents=True, exist_ok=True)
        (where / name).write_text(text, encoding="utf-8")
        return where / name

    return written


def run(*args: str) -> Result:
    return CliRunner().invoke(app, ["questions", *args])


def test_a_file_in_the_folder_is_a_question(write: Write) -> None:
    path = write("my_magnets.cypher")
    asked = question("my_magnets")
    assert (asked.own, asked.topic, list(asked.columns)) == (True, "mine", ["material", "claims"])
    path.unlink()
    with pytest.raises(BadQuestion, match="no question 'my_magnets'"):
        question("my_magnets")


def test_added_questions_are_copied_listed_as_own_and_removed(write: Write, tmp_path: Path, folder: Path) -> None:
    path = write("my_magnets.cypher", where=tmp_path / "elsewhere")
    added = run("--add", str(path))
    assert (added.exit_code, "my_magnets is yours now" in added.stderr) == (0, True)
    assert "Its statement was not tried on a graph. No Neo4j runs." in added.stderr
    assert (folder / "my_magnets.cypher").read_text(encoding="utf-8") == TEXT
    listed = {row["name"]: row["own"] for row in json.loads(run("--format", "json").stdout)}
    assert listed == {**dict.fromkeys(catalogue(), False), "my_magnets": True}
    assert "my_magnets  Which magnets does {country} make? (own)" in run().stdout
    assert "a question of your own" in run("my_magnets").stdout
    assert ("my_magnets", "Which magnets does {country} make?") in options.question_names("my")
    assert options.own_names("my") == ["my_magnets"]

    assert run("--remove", "my_magnets").exit_code == 0
    assert list(folder.iterdir()) == []


def test_a_broken_file_is_told_with_its_reason_and_the_others_stay(write: Write) -> None:
    write("my_magnets.cypher")
    broken = write("half.cypher", TEXT.replace("ORDER BY material, makes.id\n", ""))
    listed = run()
    assert listed.exit_code == 0
    assert "my_magnets" in listed.stdout
    assert "half" not in listed.stdout
    words = " ".join(listed.stderr.split())
    assert f"Your question half is set aside: {broken}: it has no ORDER BY after its last RETURN." in words
    assert question("my_magnets").own
    with pytest.raises(BadQuestion) as error:
        question("half")
    assert str(error.value) == (
        f"your question 'half' cannot be asked: {broken}: it has no ORDER BY after its last RETURN. "
        "Mend that file, or remove it: `lodestone questions --remove half`."
    )
    assert run("--remove", "half").exit_code == 0


def test_a_file_cannot_take_the_name_of_a_shipped_question(write: Write) -> None:
    path = write("controls_on.cypher")
    assert question("controls_on").own is False
    assert own.library().broken == {
        "controls_on": f"{path}: controls_on is a question that Lodestone ships; give the file another name."
    }


@pytest.mark.parametrize(("name", "text", "said"), [
    ("controls_on.cypher", TEXT, "controls_on is a question that Lodestone ships; give the file another name."),
    ("My-Magnets.cypher", TEXT, "its name must be small letters, digits and _, like my_question.cypher."),
    ("a.txt", TEXT, "is no .cypher file."),
    ("a.cypher", TEXT.replace("RETURN m", "SET m.name = 'x' RETURN m"), "it has the write word SET."),
    ("a.cypher", TEXT.replace("PRODUCES", "MAKES"), "it has the label or type MAKES, which the schema lacks."),
    ("a.cypher", TEXT.replace(', makes.claims AS claims', ''), "the last column is not claims."),
    ("a.cypher", TEXT.replace('"Which magnets does {country} make?"', "5"), "question is not a text."),
    ("a.cypher", TEXT.replace("{country} make", "{land} make"), "its question names {land}, which is no parameter."),
    ("a.cypher", TEXT.replace("{country} make", "{country make"), "its question cannot be filled in: "),
    ("a.cypher", TEXT.replace('["material"]', '"material"'), "row_key is not a list of texts."),
    ("a.cypher", TEXT.replace("[params.country]", "params = 3\n// [other]"), "params is not tables."),
    ("a.cypher", TEXT.replace("phrases  = []", 'phrases  = []\n// coverage = ["controls_on"]'),
     "coverage names 'controls_on', which is no question with the same parameters."),
    ("a.cypher", TEXT.replace("country", "limit"), "parameter limit has the type 'id:Country'; it must be integer"),
    ("a.cypher", "RETURN 1", "the header lacks question, topic, row_key, phrases, columns."),
])  # fmt: skip
def test_what_is_refused_is_told_and_not_copied(
    write: Write, tmp_path: Path, folder: Path, name: str, text: str, said: str
) -> None:
    result = run("--add", str(write(name, text, tmp_path / "elsewhere")))
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert not folder.exists()


def test_a_file_that_is_no_text_is_refused(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "bytes.cypher").write_bytes(b"// question = \xff\xfe")
    assert own.library().broken == {"bytes": f"{folder / 'bytes.cypher'}: it is not UTF-8 text."}


def test_adding_twice_overwrites_nothing(write: Write, tmp_path: Path, folder: Path) -> None:
    write("my_magnets.cypher", TEXT + "// changed here\n")
    result = run("--add", str(write("my_magnets.cypher", where=tmp_path / "elsewhere")))
    assert (result.exit_code, "You have a question 'my_magnets' already" in result.stderr) == (2, True)
    assert (folder / "my_magnets.cypher").read_text(encoding="utf-8").endswith("// changed here\n")


def test_a_server_that_does_not_answer_is_no_reason_to_refuse(
    write: Write, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_URI", "bolt://127.0.0.1:1")
    added = run("--add", str(write("my_magnets.cypher", where=tmp_path / "elsewhere")))
    assert added.exit_code == 0
    assert "was not tried on a graph. No Neo4j answers at bolt://127.0.0.1:1." in " ".join(added.stderr.split())
    assert (folder / "my_magnets.cypher").is_file()


@pytest.mark.parametrize(("args", "said"), [
    (["--remove", "controls_on"], "controls_on is a question that Lodestone ships; only your own can be removed."),
    (["--remove", "nothing"], "no question 'nothing' of your own"),
    (["controls_on", "--remove", "x"], "give one of these: the name of a question, --add or --remove."),
    (["controls_on", "-p", "item=x"], "-p goes with --browser here; `lodestone ask NAME -p key=value` asks"),
    (["--add", "nowhere.cypher"], "nowhere.cypher: no such file."),
    (["--browser"], "--browser needs the name of a question."),
])  # fmt: skip
def test_what_the_command_cannot_do_is_told(args: list[str], said: str) -> None:
    result = run(*args)
    assert (result.exit_code, said in result.stderr) == (2, True)


def test_every_shipped_file_would_be_taken_under_another_name(tmp_path: Path) -> None:
    for path in FOLDER.glob("*/*.cypher"):
        copy = tmp_path / f"my_{path.name}"
        copy.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
        assert own.add(copy).name == f"my_{path.stem}"
    assert own.library().broken == {}
    assert len(own.library().questions) == len(catalogue())


def test_the_example_of_the_page_is_taken(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "analysts.md").read_text(encoding="utf-8")
    path = tmp_path / "magnet_makers.cypher"
    path.write_text(re.findall(r"```cypher\n(.+?)```", page, re.DOTALL)[0], encoding="utf-8")
    assert list(own.add(path).columns) == ["material", "period", "fact", "value", "unit", "words", "claims"]
    assert [name for name in (*PARAM_TYPES, *COLUMN_TYPES) if f"`{name}`" not in page] == []
