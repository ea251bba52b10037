"""The curated tables: a row that cannot become a claim is told with file and row, and nothing is written."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kb.errors import BadTable
from loaders.run import load_curated

FIGURED = "measure,period,from,until,value,low,high,unit,basis"
TABLES = {
    "sources.csv": """id,title,publisher,kind,published,url,licence,note
definitions,Words,Tests,definitions,,,,
lodestone-rulings,Rulings,Tests,definitions,,,,
iso-3166,Countries,ISO,reference,2020,https://example.org,,
survey,Survey,Bureau,statistics,2024-02,https://example.org,,
""",
    "entities.csv": """id,name,aliases,kind,domain,latitude,longitude,source,checked
material:magnet,Magnet,NdFeB| neo |,,,,,definitions,
material:alloy,Alloy,,,,,,survey,page
facility:works,Works,,,,35.5,-10,survey,page
policy:control,Control,,export control,,,,survey,page
state:in-force,In force,,,,,,definitions,
viewpoint:around,There is a way around.,,,,,,survey,page
""",
    "shares.csv": f"""key,start,relationship,end,{FIGURED},absent,status,attributed_to,source,checked,note
share,country:CHN,PRODUCES,material:magnet,share of world output,2023,,,0,,,%,,,,,survey,page,zero is a figure
made,material:magnet,MADE_FROM,material:alloy,,,,,,,,,,,,,survey,page,
held,policy:control,IN_STATE,state:in-force,,,2025-04,,,,,,,,,,survey,page,
""",
    "rulings.csv": "claim,verdict,other,reason\nshare,CONTRADICTS,viewpoint:around,zero\n",
    "source.toml": 'title = "T"\npublisher = "P"\nkind = "reference"\nnote = "for tests"\n',
}
SHARE = TABLES["shares.csv"].splitlines()[1]
Loading = Callable[..., list[str]]


@pytest.fixture
def problems(tmp_path: Path) -> Loading:
    """Problems of the tables after replacing a text in one of them, without the folder; nothing may be written."""

    def load(name: str, old: str, new: str) -> list[str]:
        for file, text in TABLES.items():
            assert file != name or old in text
            (tmp_path / file).write_text(text.replace(old, new) if file == name else text, encoding="utf-8")
        with pytest.raises(BadTable) as error:
            load_curated(tmp_path / "out", tmp_path, tmp_path / "source.toml")
        assert str(error.value).endswith("\nNothing was written.")
        assert not (tmp_path / "out").exists()
        return [problem.replace(f"{tmp_path}/", "") for problem in error.value.problems]

    return load


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("shares.csv", "MADE_FROM,material:alloy", "MADE_FROM,material:aloy",
         "shares.csv:3: no entity 'material:aloy'. Did you mean material:alloy or material:magnet?"),
        ("shares.csv", "country:CHN", "country:CHX", "shares.csv:2: 'CHX' is not an ISO 3166-1 alpha-3 code. Did "
         "you mean CXR, CHN or CHL?"),
        ("shares.csv", "material:magnet,share", "magnet,share",
         "shares.csv:2: 'magnet' is not an id; an id is a prefix and a slug, like material:ndfeb-magnet."),
        ("shares.csv", "survey,page,zero", "surveys,page,zero",
         "shares.csv:2: no source 'surveys' in sources.csv. Did you mean survey?"),
        ("shares.csv", "survey,page,zero", ",page,zero", "shares.csv:2: no source '' in sources.csv."),
        ("shares.csv", "survey,page,zero", "survey,,zero",
         "shares.csv:2: checked is ''; say how it was checked: page, opening, file, not re-opened, definition."),
        ("shares.csv", "share of world output,2023,,,0,,,%", "output,2023,,,0,,,t",
         "shares.csv:2: a figure in t without a basis; say what is counted: REO, contained metal, gross weight …"),
        ("shares.csv", "2023,,,0,,,%", "2023,,,101,,,%",
         "shares.csv:2: a share of 101 %; shares are between 0 and 100."),
        ("shares.csv", "2023,,,0,,,%", "2023,,,many,,,%",
         "shares.csv:2: value is 'many', not a number; bounds go to low and high, anything else to words."),
        ("shares.csv", "2023,,,0,,,%", "2023,,,nan,,,%",
         "shares.csv:2: value is 'nan', not a number; bounds go to low and high, anything else to words."),
        ("shares.csv", "2023,,,0,,,%", "2023/2022,,,0,,,%", "shares.csv:2: the period '2023/2022' runs backwards."),
        ("shares.csv", "2025-04,,", "2025-04,2025-03,", "shares.csv:4: until 2025-03 is before from 2025-04."),
        ("shares.csv", "state:in-force", "state:in-farce",
         "shares.csv:4: 'in-farce' is not in kb/vocab/states.csv. Did you mean in-force?"),
        ("shares.csv", "made,material:magnet,MADE_FROM,material:alloy", "made,material:magnet,MADE_FROM,facility:works",
         "shares.csv:3: MADE_FROM cannot end at a Facility (facility:works); it ends at Mineral or Material."),
        ("shares.csv", "%,,,,,survey", "%,,,attributed,,survey",
         "shares.csv:2: an attributed claim needs attributed_to: who says it?"),
        ("shares.csv", "%,,,,,survey", "%,,yes,,,survey",
         "shares.csv:2: absent is 'yes'; write true, or leave it empty."),
        ("shares.csv", "made,material", "share,material", "shares.csv:3: key 'share' stands at shares.csv:2 already."),
        ("shares.csv", "MADE_FROM", "SUPPORTS",
         "shares.csv:3: SUPPORTS is a ruling between two claims; it goes to rulings.csv."),
        ("entities.csv", "material:alloy,Alloy", "material:alloy,", "entities.csv:3: entity 'material:alloy' has no "
         "name."),
        ("entities.csv", "material:alloy,Alloy", "material:magnet,Alloy",
         "entities.csv:3: entity 'material:magnet' stands at entities.csv:2 already."),
        ("entities.csv", "material:alloy,Alloy,,,", "material:alloy,Alloy,,alloy,",
         "entities.csv:3: a Material has no kind."),
        ("entities.csv", "35.5,-10", "35.5,", "entities.csv:4: latitude and longitude go together."),
        ("entities.csv", "35.5,-10", "95.5,-10",
         "entities.csv:4: latitude is between -90 and 90, longitude between -180 and 180."),
        ("entities.csv", "35.5,-10", "nan,-10",
         "entities.csv:4: latitude is 'nan', not a number; bounds go to low and high, anything else to words."),
        ("rulings.csv", "share,CON", "shore,CON", "rulings.csv:2: no row has the key 'shore'. Did you mean share?"),
        ("rulings.csv", "viewpoint:around", "viewpoint:round",
         "rulings.csv:2: no row has the key 'viewpoint:round'. Did you mean viewpoint:around?"),
        ("rulings.csv", "CONTRADICTS", "DOUBTS", "rulings.csv:2: no relationship 'DOUBTS'."),
        ("rulings.csv", ",zero", ",", "rulings.csv:2: a ruling needs a reason."),
        ("sources.csv", "survey,Survey", "survey,", "sources.csv:5: source 'survey' has no title."),
        ("sources.csv", "survey,Survey", "iso-3166,Survey", "sources.csv:5: source 'iso-3166' stands at "
         "sources.csv:4 already."),
        ("sources.csv", "2024-02", "Feb 2024",
         "sources.csv:5: 'Feb 2024' is not a period; write 2024, 2024-06, 2024-06-30 or 2021/2023."),
        ("sources.csv", "iso-3166,Countries,ISO,reference,2020,https://example.org,,\n", "",
         "sources.csv: no source 'iso-3166', which the loader itself cites."),
    ],
)  # fmt: skip
def test_a_bad_row_is_told_with_file_and_row(problems: Loading, name: str, old: str, new: str, told: str) -> None:
    first = problems(name, old, new)[0]
    assert first == told


def test_one_claim_twice_names_both_rows(problems: Loading) -> None:
    twice = f"{SHARE.removeprefix('share')}\nmade,"
    assert problems("shares.csv", "made,", twice) == [
        "shares.csv:3: the same claim as shares.csv:2 (same source, relationship, ends and qualifiers); merge the rows "
        "or give them a qualifier that tells them apart."
    ]


def test_an_unknown_column_is_told_for_each_row(problems: Loading) -> None:
    assert problems("shares.csv", "checked,note", "checked,nota") == [
        f"shares.csv:{row}: columns that nobody reads: nota." for row in (2, 3, 4)
    ] + ["rulings.csv:2: no row has the key 'share'."]


def test_all_problems_of_all_tables_are_told_at_once(problems: Loading) -> None:
    found = problems("shares.csv", "survey,page", "survey,by eye")
    assert found == [
        *(f"shares.csv:{row}: checked is 'by eye'; say how it was checked: page, opening, file, not re-opened, "
         f"definition."
          for row in (2, 3, 4)),
        "rulings.csv:2: no row has the key 'share'.",
    ]  # fmt: skip


def test_a_long_list_of_problems_is_capped(tmp_path: Path, problems: Loading) -> None:
    made = "made,material:magnet,MADE_FROM,material:alloy,,,,,,,,,,,,,survey,page,\n"
    many = "".join(made.replace("made", "").replace("alloy", f"x{n}") for n in range(40))
    found = problems("shares.csv", made, many)
    assert len(found) == 40
    with pytest.raises(BadTable) as error:
        load_curated(tmp_path / "out", tmp_path, tmp_path / "source.toml")
    assert str(error.value).splitlines()[-2:] == ["… and 10 more like these.", "Nothing was written."]
