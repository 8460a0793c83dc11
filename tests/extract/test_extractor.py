"""Whole synthetic briefings: what is extracted, where it stands, and how the rows hang together."""

from dataclasses import replace

import pytest

from pipeline import annotate, load_settings
from pipeline.errors import ModelError
from pipeline.extract.extractor import Extractor, extract_briefing, make_extractor
from pipeline.records import AliasSource, Briefing, Kind, Mention, MentionMethod, MentionType, Role, Severity

HEAD = """\
Briefing on the tides of the eastern coast

Coastal Messenger | May 4, 2021

Speakers:

Mr. Anselm Torvik, vice minister of the Ministry of Salt and Tides (MST)

Ms. Linnea Osei, director of the Harbour Office

Chairperson:

Ms. Odile Brandt, deputy director general of the Press Bureau

Date:

May 3, 2021

Odile Brandt:

Good morning, ladies and gentlemen. I now give the floor to Mr. Anselm Torvik.

Anselm Torvik:

"""
"""The header of a briefing whose last label stands open."""

BODY = """\
Thank you, Ms. Brandt. \u00a0Goods unloaded at Larkhaven Port’s piers rose by 4.5 percent last year.

First, the MST will hire 1,200 divers. We will extend the pier of Larkhaven port by the end of 2023.

Second, the Harbour Office, led by Linnea Osei, will close the old lock. The Tern Office will help.

Tidewater Daily:

Will the ministry open the lock at Grimsund Crossing? Governor Kofi Vane of Esker Province asked for it. Thank you.

Linnea Osei:

I thank Mr. Vane. We plan to open two more berths. Ms. Osei's staff, as Mr. Torvik said, like France. \U0001f600

They come from Japan.

Page 2 of 9

They study at the University of Esker. The Esker Free Trade Zone is near.
"""

GERMAN = """\
Pressekonferenz des Hafenamtes

Anselm Torvik: Guten Morgen, meine Damen und Herren. Wir werden im nächsten Jahr vierzig Schiffe aus Japan kaufen.

Linnea Osei: Was werden die Schiffe kosten, und wer wird sie am Ende bezahlen?

Anselm Torvik: Das wissen wir heute noch nicht. Wir werden es im Sommer sagen, sobald das Amt gerechnet hat.

Linnea Osei: Vielen Dank, und wann werden die neuen Schiffe in den Hafen kommen?
"""

CALM = (
    "The day is calm, and the boats on our coast lie at rest. People like that a good deal, and so do those of us "
    "who work there."
)
"""What makes a speech long enough to be one; it names, counts and promises nothing."""

RECORDS = ("turns", "sentences", "mentions", "figures", "commitments", "notes")
"""Fields whose records have offsets and a text."""


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    return annotate(HEAD + BODY, name="isles/tides")


@pytest.fixture(scope="module")
def german() -> Briefing:
    return annotate(GERMAN, name="isles/hafen")


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return make_extractor(load_settings())


def spoken(text: str) -> Briefing:
    """Return a briefing whose official says a text."""
    return annotate(f"{HEAD}{CALM} {text}\n", name="b")


def in_turns(briefing: Briefing) -> list[Mention]:
    return [mention for mention in briefing.mentions if mention.turn_id is not None]


@pytest.mark.parametrize("field", RECORDS)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_text_between_the_offsets_is_the_text_of_the_row(field: str, newline: str) -> None:
    source = (HEAD + BODY).replace("\n", newline)
    found = annotate(source, name="b")
    rows = getattr(found, field)
    assert rows
    assert [row for row in rows if found.text[row.start : row.end] != row.text or not row.text] == []


def test_mentions_are_typed(briefing: Briefing) -> None:
    found = {(mention.text, mention.type, mention.subtype) for mention in in_turns(briefing)}
    assert found == {
        ("Anselm Torvik", MentionType.PERSON, None),
        ("Torvik", MentionType.PERSON, None),
        ("Brandt", MentionType.PERSON, None),
        ("Linnea Osei", MentionType.PERSON, None),
        ("Osei", MentionType.PERSON, None),
        ("Kofi Vane", MentionType.PERSON, None),
        ("Larkhaven Port", MentionType.PORT, None),
        ("Larkhaven port", MentionType.PORT, None),
        ("Grimsund Crossing", MentionType.PORT, "land"),
        ("MST", MentionType.GOVERNMENT, "ministry"),
        ("Harbour Office", MentionType.GOVERNMENT, "agency"),
        ("Tern Office", MentionType.GOVERNMENT, "agency"),
        ("Vane", MentionType.PERSON, None),
        ("Esker Province", MentionType.PLACE, "region"),
        ("Japan", MentionType.PLACE, "country"),
        ("France", MentionType.PLACE, "country"),
        ("University of Esker", MentionType.INSTITUTE, "university"),
        ("Esker Free Trade Zone", MentionType.ZONE, "free_trade"),
    }


def test_mentions_are_flat_and_in_order(briefing: Briefing) -> None:
    ends = [mention.end for mention in briefing.mentions]
    starts = [mention.start for mention in briefing.mentions]
    assert starts == sorted(starts)
    assert all(end <= start for end, start in zip(ends[:-1], starts[1:], strict=True))


def test_mentions_stand_in_their_turn_and_sentence(briefing: Briefing) -> None:
    turns = {turn.turn_id: turn for turn in briefing.turns}
    sentences = {sentence.sentence_id: sentence for sentence in briefing.sentences}
    assert len(in_turns(briefing)) < len(briefing.mentions)
    for mention in briefing.mentions:
        assert (mention.turn_id is None) == (mention.sentence_id is None)
        if mention.turn_id is not None and mention.sentence_id is not None:
            sentence, turn = sentences[mention.sentence_id], turns[mention.turn_id]
            assert sentence.turn_id == mention.turn_id
            assert turn.start <= sentence.start <= mention.start < mention.end <= sentence.end <= turn.end


def test_ids_stand_once_and_carry_the_place(briefing: Briefing) -> None:
    ids = [mention.mention_id for mention in briefing.mentions]
    assert len(ids) == len(set(ids))
    assert ids == [f"isles/tides#m{mention.start:07d}" for mention in briefing.mentions]
    assert [row.sentence_id for row in briefing.sentences] == [
        f"isles/tides#s{row.start:07d}" for row in briefing.sentences
    ]


def test_every_entity_is_of_this_briefing_and_every_link_leads_to_one(briefing: Briefing) -> None:
    entities = {entity.entity_id for entity in briefing.entities}
    linked = {mention.entity_id for mention in briefing.mentions}
    assert linked - {None} <= entities
    assert {alias.entity_id for alias in briefing.aliases} <= entities
    assert {office.entity_id for office in briefing.offices} <= entities
    assert {row.actor_id for row in briefing.commitments} - {None} <= entities


def test_surnames_and_defined_acronyms_lead_to_the_full_name(briefing: Briefing) -> None:
    keys = {mention.text: (mention.entity_id, mention.method) for mention in in_turns(briefing)}
    assert keys["Torvik"][0] == "person:anselm-torvik"
    assert keys["Osei"] == ("person:linnea-osei", MentionMethod.PATTERN)
    assert keys["MST"] == ("government:ministry-of-salt-and-tides", MentionMethod.ALIAS)
    assert keys["Anselm Torvik"] == ("person:anselm-torvik", MentionMethod.HEADER)
    assert {(alias.alias, alias.entity_id, alias.source) for alias in briefing.aliases} >= {
        ("MST", "government:ministry-of-salt-and-tides", AliasSource.ACRONYM),
        ("Torvik", "person:anselm-torvik", AliasSource.SURNAME),
    }


def test_people_have_their_titles_and_officials_are_told(briefing: Briefing) -> None:
    people = [mention for mention in briefing.mentions if mention.type is MentionType.PERSON]
    titled = {(person.text, person.title) for person in people if person.title}
    assert titled >= {
        ("Anselm Torvik", "vice minister of the Ministry of Salt and Tides (MST)"),
        ("Linnea Osei", "director of the Harbour Office"),
        ("Kofi Vane", "Governor"),
        ("Brandt", "Ms."),
        ("Osei", "Ms."),
    }
    assert {person.official for person in people if person.text.split()[-1] in ("Torvik", "Osei", "Vane")} == {True}
    assert {mention.official for mention in briefing.mentions if mention.type is not MentionType.PERSON} == {None}


def test_offices_have_their_evidence(briefing: Briefing) -> None:
    mentions = {mention.mention_id: mention for mention in briefing.mentions}
    offices = {(office.entity_id, office.title): office for office in briefing.offices}
    torvik = offices["person:anselm-torvik", "vice minister of the Ministry of Salt and Tides (MST)"]
    vane = offices["person:kofi-vane", "Governor"]
    assert torvik.organization_id == "government:ministry-of-salt-and-tides"
    assert torvik.speaker_id == "isles/tides#p-anselm-torvik"
    assert vane.speaker_id is None
    assert str(vane.dated_on) == "2021-05-03"
    assert [mentions[row.mention_id or ""].text for row in (torvik, vane)] == ["Anselm Torvik", "Kofi Vane"]


def test_actors_of_commitments_are_linked(briefing: Briefing) -> None:
    actors = {(row.text, row.actor_id) for row in briefing.commitments}
    assert actors >= {
        ("the MST will hire 1,200 divers", "government:ministry-of-salt-and-tides"),
        ("The Tern Office will help", "government:tern-office"),
        ("We plan to open two more berths", "government:harbour-office"),
    }
    extending = next(row for row in briefing.commitments if row.action == "extend")
    assert (extending.actor, extending.actor_id) == ("we", "government:ministry-of-salt-and-tides")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Tern Office will open a lane.", [("Tern Office", "government:tern-office")]),
        ("The ministry will open a lane at the Tern Office.", [("ministry", None)]),
        ("The Tern Office met. The office will open a lane.", [("office", None)]),
        pytest.param(
            "The Tern Office will open a lane and will hire a crew.",
            [("Tern Office", "government:tern-office"), ("Tern Office", "government:tern-office")],
        ),
    ],
)
def test_an_actor_is_linked_where_it_is_named(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(row.actor, row.actor_id) for row in spoken(text).commitments] == expected


def test_the_next_of_a_list_is_no_office() -> None:
    found = spoken("I thank Linnea Osei, Governor Kofi Vane and Mayor Ada Tarn for the day.")
    assert {row.title for row in found.offices} >= {"Governor", "Mayor"}
    assert [row.title for row in found.offices if "Vane" in row.title] == []


def test_a_weekday_belongs_to_no_name() -> None:
    found = spoken("The Fog Office on Monday shut the lock.")
    assert "Fog Office" in {mention.text for mention in in_turns(found)}


def test_points_run_through_a_turn(briefing: Briefing) -> None:
    turn = next(turn for turn in briefing.turns if "Larkhaven" in turn.text)
    points = {row.text.split()[0]: row.point for row in briefing.sentences if row.turn_id == turn.turn_id}
    assert (points["Thank"], points["First,"], points["We"], points["Second,"], points["The"]) == (None, 1, 1, 2, 2)


def test_furniture_inside_a_turn_is_read_over(briefing: Briefing) -> None:
    (page,) = [note for note in briefing.notes if note.text == "Page 2 of 9"]
    turn = briefing.turns[-1]
    assert turn.start < page.start < page.end < turn.end
    spans = [(row.start, row.end) for row in briefing.mentions] + [(row.start, row.end) for row in briefing.figures]
    assert any(start >= page.end for start, _ in spans)
    assert not [(start, end) for start, end in spans if start < page.end and page.start < end]


def test_two_people_of_one_surname_are_not_confused() -> None:
    found = spoken("I thank Ms. Ada Tarn and Mr. Kofi Tarn. Later Ms. Tarn left. Ada stayed.")
    (bare,) = [mention for mention in found.mentions if mention.text == "Tarn"]
    assert (bare.entity_id, bare.type) == (None, MentionType.PERSON)
    assert {"person:ada-tarn", "person:kofi-tarn"} <= {entity.entity_id for entity in found.entities}


@pytest.mark.parametrize(
    ("text", "name", "entity_id"),
    [
        ("We plan a lock. The crews, as Torvik said, come from Japan.", "Torvik", "person:anselm-torvik"),
        ("Governor Kofi Vane left. I thank Kofi Vane. We plan to open a lock.", "Kofi Vane", "person:kofi-vane"),
    ],
)
def test_a_name_that_the_briefing_knows_is_a_person(text: str, name: str, entity_id: str) -> None:
    named = [mention for mention in in_turns(spoken(text)) if mention.text == name]
    assert {(mention.type, mention.entity_id) for mention in named} == {(MentionType.PERSON, entity_id)}


def test_a_stage_direction_is_no_mention() -> None:
    found = spoken("We are glad.\n\n(Laughter.)\n\nJapan grew.")
    assert [mention.text for mention in in_turns(found)][-1:] == ["Japan"]
    assert "Laughter" not in {mention.text for mention in found.mentions}


def test_fiction_has_ids_of_its_own(briefing: Briefing, extractor: Extractor) -> None:
    provenance = replace(briefing.transcript.provenance, synthetic=True)
    fiction = replace(briefing, transcript=replace(briefing.transcript, provenance=provenance), speakers=())
    rows = extract_briefing(fiction, extractor)
    entities = rows["entities"]
    assert isinstance(entities, tuple)
    assert {entity.entity_id.partition(":")[0] for entity in entities} == {"synthetic"}
    assert "synthetic:place:japan" in {entity.entity_id for entity in entities}


def test_another_language_is_segmented_with_a_warning_and_nothing_else(german: Briefing) -> None:
    assert german.header is not None
    assert german.header.language == "de"
    assert len(german.turns) == 4
    assert (german.sentences, german.mentions, german.figures) == ((), (), ())
    assert (german.commitments, german.offices, german.aliases) == ((), (), ())
    (problem,) = german.problems
    assert (problem.problem_id, problem.stage, problem.severity) == (
        "isles/hafen#extract-language",
        "extract",
        Severity.WARNING,
    )
    assert "'de', not English" in problem.message


def test_the_speakers_of_another_language_are_entities(german: Briefing) -> None:
    named = {speaker.entity_id for speaker in german.speakers if speaker.entity_id}
    assert {entity.entity_id for entity in german.entities} == named
    assert "person:anselm-torvik" in named


def test_a_briefing_without_a_header_is_of_unknown_language(briefing: Briefing, extractor: Extractor) -> None:
    problems = extract_briefing(replace(briefing, header=None), extractor)["problems"]
    assert isinstance(problems, tuple)
    assert ["'unknown', not English" in problem.message for problem in problems] == [True]


def test_questions_commit_to_nothing(briefing: Briefing) -> None:
    questions = {turn.turn_id for turn in briefing.turns if turn.kind is Kind.QUESTION}
    assert {turn.role for turn in briefing.turns if turn.turn_id in questions} == {Role.JOURNALIST}
    assert not [row for row in briefing.commitments if row.turn_id in questions]


def test_a_model_that_is_missing_is_an_error() -> None:
    with pytest.raises(ModelError, match="'xl_tide_sm' is not installed"):
        make_extractor(load_settings(model="xl_tide_sm"))
