"""Links: made where one candidate is left, for names, acronyms, surnames and gazetteer rows."""

from collections.abc import Sequence

import pytest

from pipeline.extract.candidates import Candidate
from pipeline.extract.gazetteer import GazetteerIndex
from pipeline.extract.linking import Linker
from pipeline.records import Alias, AliasSource, Entity, MentionMethod, MentionType, Role, Speaker, SpeakerMethod
from pipeline.resources import GazetteerRow


def row(key: str, name: str, *, aliases: tuple[str, ...] = (), weak: tuple[str, ...] = ()) -> GazetteerRow:
    return GazetteerRow(
        id=key,
        type=MentionType(key.partition(":")[0]),
        subtype="agency" if key.startswith("government") else None,
        name=name,
        aliases=aliases,
        weak_aliases=weak,
        country="XL",
        wikidata_id="Q0",
        source="written for this test",
    )


ROWS = (
    row("government:harbour-office", "Harbour Office", aliases=("HO",), weak=("the Office",)),
    row("place:north-esker", "North Esker", aliases=("Esker",)),
    row("place:south-esker", "South Esker", aliases=("Esker",)),
    row("organization:esker", "Esker Group", weak=("Esker",)),
    row("media:tidewater-daily", "Tidewater Daily"),
)


def linker(people: Sequence[str] = (), *, synthetic: bool = False) -> Linker:
    return Linker(briefing_id="b", gazetteer=GazetteerIndex(ROWS), people=people, synthetic=synthetic)


def mention(
    text: str,
    kind: MentionType = MentionType.GOVERNMENT,
    *,
    ids: tuple[str, ...] = (),
    canonical: str | None = None,
    subtype: str | None = None,
) -> Candidate:
    return Candidate(
        start=0,
        end=len(text),
        text=text,
        type=kind,
        subtype=subtype,
        method=MentionMethod.PATTERN,
        ids=ids,
        canonical=canonical,
    )


def person(text: str) -> Candidate:
    return mention(text, MentionType.PERSON)


def speaker(name: str | None, entity_id: str | None, *, label: str | None = None, outlet: str | None = None) -> Speaker:
    return Speaker(
        speaker_id="b#p-x",
        briefing_id="b",
        label=label,
        name=name,
        role=Role.OFFICIAL,
        entity_id=entity_id,
        outlet_id=outlet,
        method=SpeakerMethod.LABEL,
    )


@pytest.mark.parametrize(
    ("candidate", "expected"),
    [
        (mention("Harbour Office", ids=("government:harbour-office",)), "government:harbour-office"),
        (mention("Harbour Office"), "government:harbour-office"),
        (mention("HO"), "government:harbour-office"),
        (mention("the Office"), "government:harbour-office"),
        (mention("Harbour Office", MentionType.EVENT), "event:harbour-office"),
        (mention("H.O.", canonical="Harbour Office"), "government:harbour-office"),
        (mention("Fog Office"), "government:fog-office"),
        (mention("FO", canonical="Fog Office"), "government:fog-office"),
        (mention("Esker", MentionType.ORGANIZATION), "organization:esker"),
        (mention("Esker", MentionType.PLACE), None),
        (mention("Esker", MentionType.PLACE, ids=("place:north-esker", "place:south-esker")), None),
        (mention("Esker", MentionType.PLACE, ids=("place:south-esker",)), "place:south-esker"),
        (mention("Tarn", MentionType.PLACE, ids=("place:not-a-row",)), "place:tarn"),
    ],
)
def test_a_name_links_where_one_row_of_its_type_is_left(candidate: Candidate, expected: str | None) -> None:
    assert linker().link(candidate) == expected


def test_an_ambiguous_name_makes_no_entity_and_no_alias() -> None:
    links = linker(["Linnea Osei", "Kofi Osei"])
    assert links.link(mention("Esker", MentionType.PLACE)) is None
    assert links.link(person("Osei")) is None
    assert (links.entities, links.aliases) == ((), ())


PEOPLE = ("Linnea Osei", "Anselm Torvik", "Kofi Osei", "Vane", "Torvik Tarn")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Linnea Osei", "person:linnea-osei"),
        ("LINNEA OSEI", "person:linnea-osei"),
        ("Linnea", "person:linnea-osei"),
        ("Kofi", "person:kofi-osei"),
        ("Osei", None),
        ("Torvik", None),
        ("Anselm", "person:anselm-torvik"),
        ("Tarn", "person:torvik-tarn"),
        ("Vane", "person:vane"),
        ("Nobody", "person:nobody"),
        ("Brandt Osei", "person:brandt-osei"),
    ],
)
def test_a_surname_links_where_one_person_bears_it(text: str, expected: str | None) -> None:
    assert linker(PEOPLE).link(person(text)) == expected


@pytest.mark.parametrize("people", [("Linnea Osei", "Osei"), ("Osei", "Linnea Osei"), ("Linnea Osei",) * 2])
def test_a_bare_surname_is_not_a_person_beside_the_full_name(people: tuple[str, ...]) -> None:
    links = linker(people)
    assert links.link(person("Osei")) == "person:linnea-osei"
    assert links.link(person("Linnea Osei")) == "person:linnea-osei"
    assert [entity.name for entity in links.entities] == ["Linnea Osei"]


def test_a_full_name_links_to_itself_whatever_others_are_called() -> None:
    links = linker(["Osei Torvik", "Linnea Osei", "Osei Linnea"])
    assert links.link(person("Linnea Osei")) == "person:linnea-osei"
    assert links.link(person("Osei Linnea")) == "person:osei-linnea"


def test_two_spellings_of_one_name_are_one_person() -> None:
    links = linker(["Linnea Osei", "LINNEA OSEI"])
    assert links.link(person("Osei")) == "person:linnea-osei"


def test_entities_hold_what_the_gazetteer_knows_and_stand_by_id() -> None:
    links = linker()
    for candidate in (mention("HO"), mention("Fog Office", subtype="ministry"), mention("Harbour Office")):
        links.link(candidate)
    assert links.entities == (
        Entity(
            briefing_id="b",
            entity_id="government:fog-office",
            type=MentionType.GOVERNMENT,
            subtype="ministry",
            name="Fog Office",
        ),
        Entity(
            briefing_id="b",
            entity_id="government:harbour-office",
            type=MentionType.GOVERNMENT,
            subtype="agency",
            name="Harbour Office",
            wikidata_id="Q0",
            country="XL",
        ),
    )


def test_fiction_shares_no_id_and_no_fact_with_fact() -> None:
    links = linker(["Linnea Osei"], synthetic=True)
    keys = [links.link(candidate) for candidate in (mention("HO"), mention("Fog Office"), person("Osei"))]
    assert keys == [
        "synthetic:government:harbour-office",
        "synthetic:government:fog-office",
        "synthetic:person:linnea-osei",
    ]
    assert [entity.entity_id for entity in links.entities] == sorted(filter(None, keys))
    assert {(entity.wikidata_id, entity.country) for entity in links.entities} == {(None, None)}


@pytest.mark.parametrize(
    ("candidate", "entity_id", "source"),
    [
        (mention("HO", ids=("government:harbour-office",)), "government:harbour-office", AliasSource.GAZETTEER),
        (mention("FO", canonical="Fog Office"), "government:fog-office", AliasSource.ACRONYM),
        (mention("FogOf", canonical="Fog Office"), "government:fog-office", AliasSource.DEFINITION),
        (person("Osei"), "person:linnea-osei", AliasSource.SURNAME),
    ],
)
def test_forms_are_counted_with_where_they_were_learnt(
    candidate: Candidate, entity_id: str, source: AliasSource
) -> None:
    links = linker(["Linnea Osei"])
    for _ in range(3):
        links.link(candidate)
    assert links.aliases == (Alias(briefing_id="b", entity_id=entity_id, alias=candidate.text, source=source, n=3),)


def test_a_name_is_no_alias_of_itself() -> None:
    links = linker(["Linnea Osei"])
    for candidate in (mention("Harbour Office"), mention("Fog Office"), person("Linnea Osei")):
        links.link(candidate)
    assert links.aliases == ()


def test_aliases_stand_by_id_and_form() -> None:
    links = linker()
    for text in ("the Office", "HO"):
        links.link(mention(text))
    links.link(mention("FO", canonical="Fog Office"))
    assert [(alias.entity_id, alias.alias) for alias in links.aliases] == [
        ("government:fog-office", "FO"),
        ("government:harbour-office", "HO"),
        ("government:harbour-office", "the Office"),
    ]


def test_ids_are_had_by_name_and_alias() -> None:
    links = linker(["Linnea Osei"])
    for candidate in (mention("HO"), mention("FO", canonical="Fog Office"), person("Osei")):
        links.link(candidate)
    assert links.id_of("Harbour Office") == "government:harbour-office"
    assert links.id_of("HO") == "government:harbour-office"
    assert links.id_of("FO") == "government:fog-office"
    assert links.id_of("Osei") == "person:linnea-osei"
    assert links.id_of("Salt Office") is None


def test_a_name_of_two_entities_has_no_id() -> None:
    links = linker()
    links.link(mention("Tarn", MentionType.PLACE))
    assert links.id_of("Tarn") == "place:tarn"
    links.link(mention("Tarn", MentionType.ORGANIZATION))
    assert links.id_of("Tarn") is None


def test_speakers_are_entities_whether_or_not_they_are_mentioned() -> None:
    links = linker()
    links.add_speakers(
        [
            speaker("Linnea Osei", "person:linnea-osei"),
            speaker("Tidewater Daily", "media:tidewater-daily", outlet="media:tidewater-daily"),
            speaker(None, "person:warden", label="Warden"),
            speaker("Anselm Torvik", None),
            speaker(None, "person:nobody"),
        ]
    )
    assert [(entity.entity_id, entity.type, entity.name, entity.country) for entity in links.entities] == [
        ("media:tidewater-daily", MentionType.MEDIA, "Tidewater Daily", "XL"),
        ("person:linnea-osei", MentionType.PERSON, "Linnea Osei", None),
        ("person:warden", MentionType.PERSON, "Warden", None),
    ]


def test_the_subtype_is_that_of_the_entity_else_of_the_mention() -> None:
    links = linker()
    key = links.link(mention("HO", subtype="ministry"))
    assert links.subtype(key, mention("HO", subtype="ministry")) == "agency"
    plain = mention("Esker", MentionType.PLACE, subtype="city")
    assert links.subtype(links.link(plain), plain) == "city"
    assert links.subtype(None, mention("Tarn", MentionType.PLACE)) is None
