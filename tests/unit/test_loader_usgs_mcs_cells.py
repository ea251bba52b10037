"""USGS Mineral Commodity Summaries: what a cell is, and what country it names."""

from typing import Any

import pytest

from kb.errors import BadInput
from loaders.usgs_mcs import cells, places
from tests.mcsfiles import T

# the cell


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("1,230", (1_230_000.0, None, None, None)),
        ("0.9", (900.0, None, None, None)),
        ("e5,000", (5_000_000.0, None, None, None)),
        ("?1", (-1000.0, None, None, None)),
        ("−16", (-16_000.0, None, None, None)),
        ("68\xa0", (68_000.0, None, None, None)),
        ("—", (0.0, None, None, "zero")),
        ("W", (None, None, None, "withheld (W) to avoid disclosing company data")),
        ("E", (None, None, None, "net exporter")),
        ("s", (None, None, 500.0, "less than half a unit")),
        ("Less than ½ unit.", (None, None, 500.0, "less than half a unit")),
        ("Less than 1/2 unit.", (None, None, 500.0, "less than half a unit")),
        (">50", (None, 50_000.0, None, "over 50 thousand metric tons")),
        ("<1,000", (None, None, 1_000_000.0, "under 1,000 thousand metric tons")),
        ("Less than 50,000\xa0tons", (None, None, 50_000_000.0, "under 50,000 thousand metric tons")),
        ("50–300", (None, 50_000.0, 300_000.0, "50 to 300")),
        ("330 - 390", (None, 330_000.0, 390_000.0, "330 to 390")),
        ("Large", (None, None, None, "Large")),
        ("Moderate to large", (None, None, None, "Moderate to large")),
        ("Variable, depending on type of product", (None, None, None, "Variable, depending on type of product")),
        ("Included in World total.", (None, None, None, "Included in World total")),
    ],
)
def test_a_cell_is_a_number_a_bound_a_range_or_words(text: str, figure: tuple[Any, ...]) -> None:
    found = cells.read(text, T, "gross weight").figure
    assert found is not None
    assert (found.value, found.low, found.high, found.words) == figure


@pytest.mark.parametrize("text", ["", "NA", " na ", "XX", "xx"])
def test_what_is_not_available_or_not_applicable_is_no_figure(text: str) -> None:
    assert cells.read(text, T, "gross weight").figure is None


def test_an_e_before_a_number_is_an_estimate_and_E_is_a_net_exporter() -> None:
    assert cells.read("e5,000", T, "x").estimated
    assert cells.read("E", "percent", None).exporter


@pytest.mark.parametrize("text", ["12,3x", "about 5", "1,000\ufffd", "\x92"])
def test_a_cell_of_no_known_kind_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="is no figure of the summaries"):
        cells.read(text, T, "gross weight")


# the country


@pytest.mark.parametrize(
    ("text", "id_", "form", "estimated"),
    [
        ("Japane", "country:JPN", "", True),
        ("Russiae", "country:RUS", "", True),
        ("New Caledonia11", "country:NCL", "", False),
        ("Chile", "country:CHL", "", False),
        ("France", "country:FRA", "", False),
        ("Ukraine", "country:UKR", "", False),
        ("Belgium8", "country:BEL", "", False),
        ("United\xa0States1", "country:USA", "", False),
        ("Korea, Republic of", "country:KOR", "", False),
        ("Congo (Kinshasa)", "country:COD", "", False),
        ("Virgin Islands, U.S.", "country:VIR", "", False),
        ("Trinidad and Tobago", "country:TTO", "", False),
        ("Kazakhstan, concentrate", "country:KAZ", "concentrate", False),
        ("United\xa0States (kyanite)", "country:USA", "kyanite", False),
        ("Brazil (crude and beneficiated)9", "country:BRA", "crude and beneficiated", False),
        ("World total (rounded) 10", "country:WLD", "", False),
        ("World total (rounded), excluding U.S. production", "country:WLD", "excluding U.S. production", False),
        ("Other countries6", "", "", False),
        ("Other countries (includes crude)", "", "includes crude", False),
    ],
)
def test_a_country_cell(text: str, id_: str, form: str, estimated: bool) -> None:
    found = places.place(text)
    assert (found.id, found.form, found.estimated) == (id_, form, estimated)


def test_several_countries_in_one_row_are_no_country() -> None:
    assert places.place("China, Germany, and Russia") == places.Place("", "China, Germany, and Russia")


def test_a_strange_country_is_refused() -> None:
    with pytest.raises(BadInput, match="no country 'Atlantis'"):
        places.place("Atlantis")
