"""House styles: one transcript in each, the mechanisms that they share, and the files that describe them."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.config import DATA, load_settings
from pipeline.errors import ConfigError
from pipeline.ingest.readers import transcript_of_text
from pipeline.records import Briefing, Header, NoteKind
from pipeline.segment.segmenter import make_segmenter, segment_briefing
from pipeline.segment.styles import COMMON, UNLABELLED, load_styles, style_names

type Segment = Callable[[str], Briefing]
type Shape = list[tuple[str | None, str, str]]

FOLDER = DATA / "styles"
FILES = sorted(path.stem for path in FOLDER.glob("*.toml") if path.stem != COMMON)

AUSTRALIA = """\
Doorstop, Quoll Bay

Subjects: the ferry terminal; the new road.

E&OE

PREMIER:

It is a pleasure to stand here at Quoll Bay, where the new ferry terminal opened this morning with a large crowd.
The towns around the bay have waited for it since the old one burned down seven years ago.

JOURNALIST:

Premier, will the terminal stay open during the winter months?

PREMIER:

It will stay open on every day of the year, and the road that leads to it will be sealed before the first frost.

[ends]
"""

BRACKETED = """\
Regular press conference of the Trade Office

[Ivo Marlow]: Good afternoon. Trade with the islands grew last year, and the office expects that it will grow again.
More than nine hundred ships called at our harbours, and most of them carried timber and grain.

[Tidewater Daily]: Will the office lower the fees for small boats this year?

[Ivo Marlow]: The office will lower them in July, and the new table of fees is on our page from tomorrow.
"""

CANADA = """\
Announcement on the northern ferries

**Prime Minister Halloran**:

Hello everyone. We are here to announce that the northern ferries will sail twice as often from the first of May.
Families on the islands have asked for this for years, and we have listened to them with care.

**Reporter**:

Who will pay for the additional crews that this needs?

**Prime Minister Halloran**:

The government will pay for them during the first three years, and the towns will take over after that.
"""

CAPITALS = """\
Media session of the Harbour Fund

MR. OKELLO: Welcome. The fund has agreed with the towns of the coast on a programme of three years for the piers.
It covers all of the older piers, and the towns have promised to keep them in good repair.

QUESTIONER: When will the money be paid out to the towns on the coast?

MR. OKELLO: The board meets in June, and the first part can be paid as soon as the board has approved the programme.
"""

ECB = """\
PRESS CONFERENCE

Mirela Santos, President of the ECB,

Frankfurt am Main, 12 September 2024

Jump to the transcript of the questions and answers

My colleagues and I decided to keep our rates where they are for the time being.
Prices rose a little less than in the spring, and wages have grown at the pace that we expected.

* * *

Question: Did anybody in the council ask for a lower rate?

Santos: The decision was unanimous, and we will look at all of the data again when we meet in October.

Question: And will you publish the minutes earlier than before?

Santos: The minutes will be published after four weeks, as they have been after each of our meetings.
"""

FED = """\
March 5, 2031  Chair Whitlow’s Press Conference  FINAL

Transcript of Chair Whitlow’s Press Conference
March 5, 2031

CHAIR WHITLOW.  Good afternoon. My colleagues and I decided today to leave the rate where it is, because prices have
been stable for two quarters. Employment has grown in nearly all of the districts, and wages have kept pace with it.

MICHELLE SMITH.  Tomas.

TOMAS ARDEN.  Tomas Arden, Coastal News. Do you expect that the rate can fall before the end of this year?

CHAIR WHITLOW. We will decide that from meeting to meeting, and we have made no decision about any later meeting
"""
FED += """\

March 5, 2031  Chair Whitlow’s Press Conference  FINAL

Page 2 of 3

of the committee this year.
"""

GERMANY = """\
Thema: Treffen in Hallstedt

Sprecher: Bundeskanzlerin Ahrens

BK´in Ahrens: We spoke about the bridges on the northern coast, which are old and have to be
renewed within the next ten years. We have agreed on a list, and the oldest of them are at the top of it.

Frage: Chancellor, who is going to pay for the bridges?

BK´in Ahrens: The states and the federation will pay for them together, each of them one half of the whole sum.

Zusatzfrage: Will that be enough for the railway bridge at Hallstedt as well?

BK´in Ahrens: It will be enough if the work begins next spring, and I am confident that it will begin then.
"""

HONG_KONG = """\
Transcript of remarks by the Secretary for Harbours
***************************************************

Following is the transcript of remarks by the Secretary for Harbours, Mr Lam Tsz-hin, at a media session after visiting
the eastern pier today (April 8):

Reporter: Secretary, will the pier be open to the public this summer?

Secretary for Harbours: The pier will be open from the first of June, and the ferries will call at it every hour.

Reporter: What about the fares?

Secretary for Harbours: The fares remain unchanged until the end of the year, as we have announced before.

Ends/Tuesday, April 8, 2031
Issued at HKT 11:11
"""

INDIA = """\
Transcript of Weekly Media Briefing by the Official Spokesperson (May 20, 2031)

Shri Ravindra Solanki, Official Spokesperson: Good afternoon friends, and welcome to this weekly briefing. I have no
announcements to make today, and so we can take your questions at once.

Meera: Sir, Meera from Coastal News. Has the ministry received a reply about the fishing boats?

Anand: Anand from Tidewater Daily. A question on the same boats: how many are there now?

Shri Ravindra Solanki, Official Spokesperson: We have received a reply, and all of the twelve boats will be released
within the week. Our mission is in touch with the crews and their families.
"""

KANTEI = """\
Press Conference by the Chief Cabinet Secretary

July 7, 2031 (AM)

[Provisional Translation]

Q&As

REPORTER: I have a question about the ferries. Does the government plan to inspect all of them this summer?

CHIEF CABINET SECRETARY HONDA: The ministry will inspect all of the ferries, and it will publish what it finds by the
end of August.

(Abridged)

REPORTER: Will the ministry inspect the piers as well?

CHIEF CABINET SECRETARY HONDA: The prefectures inspect the piers, and the government supports them in every way.
"""

MOFA_JAPAN = """\
Press Conference by Foreign Minister Kenta Morioka

Thursday, September 11, 2031, 3:56 p.m. Ministry of Foreign Affairs

Mr. Kenta Morioka, Minister for Foreign Affairs: I have one announcement. I will visit the islands next week and will
meet the governor there for the first time. The islands have asked for this visit since the cable was laid last year.

Toba, Nippon TV: Minister, which subjects will you discuss with the governor?

Minister Morioka: We will discuss the fisheries and the new cable, on both of which we have been working since spring.

Reporter: Will you sign anything there?

Minister Morioka: We will sign a memorandum on the cable if the talks in Tokyo are finished before I leave.
"""

KREMLIN = """\
News conference by President Oleg Sazonov following the talks

December 20, 2031, Moscow

President of Russia Oleg Sazonov: Good afternoon, colleagues. We had detailed talks on the ports of the north and
agreed to build two icebreakers together. The yards have the plans already, and our ministers will sign the papers
in May.

A. Belkina: Mr President, when will the first of the icebreakers sail?

Oleg Sazonov: The first of them will sail in three years, and the second one will follow a year after that.

A. Belkina: And where will they be built?

Oleg Sazonov: They will be built at two shipyards in the north, and the engines will come from the Urals.
"""

MFA = """\
Foreign Ministry Spokesperson Jin Meihua’s Regular Press Conference on June 2, 2031

At the invitation of the government, the minister of the islands will visit us from June 5 to June 8 this year.
Our two countries have been friends for a long time, and the visit will bring them closer to each other.

Tidewater Daily: What will the two sides discuss during the visit of the minister?

Jin Meihua: The two sides will discuss the fisheries and the cable, and we hope that the visit will be fruitful.

Coastal News: Do you have a comment on the statement of the islands about the fees for ships?

Jin Meihua: We have noted the statement. The fees concern all of the ports, and they will be discussed next week.
"""

MFA_BARE = """\
Foreign Ministry Spokesperson Jin Meihua’s Regular Press Conference on June 2, 2031

Reuters What will the two sides discuss during the visit of the minister?

Jin Meihua The two sides will discuss the fisheries and the cable, and we hope that the visit will be fruitful.

Bloomberg Do you have a comment on the statement of the islands about the fees for ships?

Jin Meihua We have noted the statement. The fees concern all of the ports, and they will be discussed next week.
"""

NAMES = """\
Media conference at Pelican Point

Minister Oriel Haas: Good morning. We have come here to open the second bridge at Pelican Point, which took four years
to build. It carries the road and the railway, and nobody has to wait for the ferry any more.

Tidewater Daily: Minister, what did the bridge cost in the end?

Minister Oriel Haas: It cost a little less than we expected, and the savings will be used for the path along the shore.
"""

QUESTION_ANSWER = """\
Monthly press conference of the Coast Guard

Question: It is reported that two boats were stopped near the reef. Could you confirm that?

Answer: Two boats were stopped near the reef on Monday, and both of them left after their papers had been checked.

Question: Will there be more patrols in these waters?

Answer: The number of our patrols depends on the season, and it will be the same as it was a year ago.
"""

SCIO = """\
SCIO press conference on the canals of the delta

China.org.cn | May 4, 2031

Speakers:

Mr. Fang Qiwen, vice minister of canals

Chairperson:

Ms. Luo Dandan, deputy director general of the Press Bureau of the SCIO

Date:

May 3, 2031

Luo Dandan:

Good morning, ladies and gentlemen. I will now give the floor to Mr. Fang Qiwen for his introduction.

Fang Qiwen:

Thank you. The canals of the delta carried more goods last year than in any year before, and the locks work well.
Their gates were renewed in the spring, and the water stands higher than it has stood for years.

Tidewater Daily:

When will the third lock be opened to the ships that have been waiting for it?

Fang Qiwen:

It will be opened in October, when the tests of its gates have been completed and the water has risen.
"""

SINGAPORE = """\
Doorstop interview with PM Lee Wei Jun in Singapore

Mr Goh Boon (Moderator): Good morning. Prime Minister, the press has some questions, so let us start with these.

Tan Mei Lin (Channel NewsAsia): Prime Minister, what did you discuss with the governor this morning?

PM Lee Wei Jun: We discussed the new bridge and the ferries, and both of us agreed that they belong together.

Moderator: Next question, please.

Arun Pillai (Bloomberg): When will the bridge be open to the public?

PM Lee: It will be open in two years, if the ground is as firm as the engineers have told us that it is.
"""

TIMED = """\
Press conference on the flood

Rev › Blog › Transcripts

Governor Maud Ellery: (00:00)
Good morning. The river fell during the night, and the people of Alder Creek can go back to their homes today.

Governor Maud Ellery: (00:41)
The bridge remains closed until the engineers have looked at every one of its piers.

Speaker 2: (01:05)
Governor, when will the schools be open again?

Governor Maud Ellery: (01:12)
They will be open on Monday, with the exception of the one at the mill, which needs new floors.
"""

UK = """\
Prime Minister’s press conference at Wrenford

Prime Minister:

Good morning everyone. I have come to Wrenford in order to see what the flood has done to the homes along the river.
I have spoken with many of the families, and I have seen how hard they work to get back into them.

Question:

Prime Minister, will the people here get help before the winter?

Prime Minister:

They will get help within the month, and the council has been given all the money that it asked us for.
"""

UN = """\
Noon Briefing of the Spokesman

This is a near-verbatim transcript of the noon briefing by Amaro Quill, Spokesman for the Secretary-
General.

**Islands

Good afternoon.  I can tell you that our colleagues have reached the northern islands with food and with medicine.
They have also brought tents for the families whose homes were lost in the storm.

Question:  Do you know how many people are still waiting for help?

Spokesman:  We do not have a number yet, and our colleagues will give us one when the boats have come back.

Question:  And who pays for the boats?

Spokesman:  The boats are paid for by the emergency fund, to which many of the member states have contributed.
"""

US_DEFENSE = """\
Pentagon Press Secretary Holds an On-Camera Briefing

PRESS SECRETARY ELIAS V. CONROY: Good afternoon, everybody. The exercise on the northern coast began this morning, and
it will last until the end of the week. It is the same exercise that we have held each spring with our friends in
the region.

Q:  How many ships take part in the exercise?

MR. CONROY: There are eleven ships from four countries, and two more of them will arrive on Wednesday evening.

Q:  And is there any link with the incident of last month?

MR. CONROY: There is no link at all. The exercise was planned two years ago, and everyone concerned knows about it.
"""

US_STATE = """\
U.S. DEPARTMENT OF STATE

Department Press Briefing

1:12 p.m. EST

MR HOLLOWAY: Good afternoon. I have a statement about the talks on the river, which ended this morning in good order.
Both sides have thanked the hosts, and we have thanked all of them for their patience.

QUESTION: Did the two sides sign an agreement on the dam?

MR HOLLOWAY: They have agreed on a text, and it will be signed as soon as the two parliaments have seen it.

QUESTION: When will we see the text?

MR HOLLOWAY: I expect that it will be published next week, after both of the parliaments have received it.
"""

CASA_BLANCA = """\
Conferencia de prensa

SRA. ALBORADA:  Buenas tardes a todos. El presidente viajó esta mañana a la costa para ver el puerto nuevo.
Los ingenieros lo terminaron en marzo, y los primeros barcos llegaron a la costa la semana pasada.

P    ¿Cuándo va a regresar el presidente a la ciudad?

SRA. ALBORADA:  Regresa mañana por la noche, y el jueves recibe a los gobernadores de la costa del norte.

P    ¿Y qué va a decir a los gobernadores?

SRA. ALBORADA:  Va a hablar del puerto y de los caminos, y de la ayuda que las islas han pedido este año.
"""

WHITE_HOUSE = """\
Press Briefing by Press Secretary Alma Brandt

James S. Brady Press Briefing Room

2:25 P.M. EST

MS. BRANDT:\xa0 Good afternoon, everyone. The President spoke with the governors this morning about the storm.
The ferries sail again, and the crews who worked through the night have gone home to their families.

Q\xa0\xa0\xa0 Is he going to travel to the coast?

MS. BRANDT:\xa0 He is going to travel there on Friday, and the two senators of the state will travel with him.

Q\xa0\xa0\xa0 And will the First Lady go with him?

MS. BRANDT:\xa0 She has been there since Monday, and the two of them will return together on Saturday evening.

2:31 P.M. EST
"""


def _official(label: str, *kinds: str) -> list[tuple[str | None, str, str]]:
    return [(label, "official", kind) for kind in kinds]


def _asked(label: str) -> tuple[str | None, str, str]:
    return (label, "journalist", "question")


def _dialogue(label: str, *askers: str, opens: bool = True) -> Shape:
    """A statement by one official, and the questions that are put to them, each with its answer."""
    shape: Shape = [(label, "official", "statement")] if opens else []
    for asker in askers:
        shape += [(asker, "journalist", "question"), (label, "official", "answer")]
    return shape


STYLES: dict[str, tuple[str, Shape]] = {
    "australia": (AUSTRALIA, _dialogue("PREMIER", "JOURNALIST")),
    "bracketed": (BRACKETED, _dialogue("Ivo Marlow", "Tidewater Daily")),
    "canada": (CANADA, _dialogue("Prime Minister Halloran", "Reporter")),
    "capitals": (CAPITALS, _dialogue("MR. OKELLO", "QUESTIONER")),
    "ecb": (ECB, [(None, "official", "statement"), *_dialogue("Santos", "Question", "Question", opens=False)]),
    "fed": (
        FED,
        [
            ("CHAIR WHITLOW", "official", "statement"),
            ("MICHELLE SMITH", "moderator", "procedure"),
            ("TOMAS ARDEN", "journalist", "question"),
            ("CHAIR WHITLOW", "official", "answer"),
        ],
    ),
    "germany": (GERMANY, _dialogue("BK´in Ahrens", "Frage", "Zusatzfrage")),
    "hk-info": (HONG_KONG, _dialogue("Secretary for Harbours", "Reporter", "Reporter", opens=False)),
    "india-mea": (
        INDIA,
        [
            ("Shri Ravindra Solanki, Official Spokesperson", "moderator", "procedure"),
            ("Meera", "journalist", "question"),
            ("Anand", "journalist", "question"),
            ("Shri Ravindra Solanki, Official Spokesperson", "official", "answer"),
        ],
    ),
    "japan-kantei": (KANTEI, _dialogue("CHIEF CABINET SECRETARY HONDA", "REPORTER", "REPORTER", opens=False)),
    "japan-mofa": (
        MOFA_JAPAN,
        [
            ("Mr. Kenta Morioka, Minister for Foreign Affairs", "official", "statement"),
            *_dialogue("Minister Morioka", "Toba, Nippon TV", "Reporter", opens=False),
        ],
    ),
    "kremlin": (
        KREMLIN,
        [
            ("President of Russia Oleg Sazonov", "official", "statement"),
            *_dialogue("Oleg Sazonov", "A. Belkina", "A. Belkina", opens=False),
        ],
    ),
    "mfa": (
        MFA,
        [(None, "official", "statement"), *_dialogue("Jin Meihua", "Tidewater Daily", "Coastal News", opens=False)],
    ),
    "mfa-bare": (MFA_BARE, _dialogue("Jin Meihua", "Reuters", "Bloomberg", opens=False)),
    "names": (NAMES, _dialogue("Minister Oriel Haas", "Tidewater Daily")),
    "question-answer": (QUESTION_ANSWER, _dialogue("Answer", "Question", "Question", opens=False)),
    "scio": (
        SCIO,
        [("Luo Dandan", "moderator", "procedure"), *_dialogue("Fang Qiwen", "Tidewater Daily")],
    ),
    "singapore": (
        SINGAPORE,
        [
            ("Mr Goh Boon (Moderator)", "moderator", "procedure"),
            ("Tan Mei Lin (Channel NewsAsia)", "journalist", "question"),
            ("PM Lee Wei Jun", "official", "answer"),
            ("Moderator", "moderator", "procedure"),
            ("Arun Pillai (Bloomberg)", "journalist", "question"),
            ("PM Lee", "official", "answer"),
        ],
    ),
    "timed": (TIMED, _dialogue("Governor Maud Ellery", "Speaker 2")),
    "uk": (UK, _dialogue("Prime Minister", "Question")),
    "un-noon": (UN, [(None, "official", "statement"), *_dialogue("Spokesman", "Question", "Question", opens=False)]),
    "us-defense": (
        US_DEFENSE,
        [
            ("PRESS SECRETARY ELIAS V. CONROY", "official", "statement"),
            *_dialogue("MR. CONROY", "Q", "Q", opens=False),
        ],
    ),
    "us-state": (US_STATE, _dialogue("MR HOLLOWAY", "QUESTION", "QUESTION")),
    "whitehouse": (WHITE_HOUSE, _dialogue("MS. BRANDT", "Q", "Q")),
    "whitehouse-es": (CASA_BLANCA, _dialogue("SRA. ALBORADA", "P", "P")),
}


def shape(briefing: Briefing) -> Shape:
    return [(turn.speaker_label, turn.role.value, turn.kind.value) for turn in briefing.turns]


def labels(briefing: Briefing) -> list[str | None]:
    return [turn.speaker_label for turn in briefing.turns]


def header_of(briefing: Briefing) -> Header:
    assert briefing.header is not None
    return briefing.header


def test_every_style_has_a_transcript() -> None:
    assert sorted(STYLES) == [name for name in FILES if name != UNLABELLED]


@pytest.mark.parametrize("name", sorted(STYLES))
def test_turns(name: str, segment: Segment) -> None:
    text, expected = STYLES[name]
    assert shape(segment(text)) == expected


@pytest.mark.parametrize(
    "name",
    [
        *sorted(STYLES),
    ],
)
def test_the_style_is_detected(name: str, segment: Segment) -> None:
    assert header_of(segment(STYLES[name][0])).style == name


@pytest.mark.parametrize("name", sorted(STYLES))
def test_every_word_of_a_style_is_covered_once(name: str, segment: Segment) -> None:
    briefing = segment(STYLES[name][0])
    spans = sorted((turn.start, turn.end) for turn in briefing.turns)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert [turn.text for turn in briefing.turns] == [briefing.transcript.text[a:b] for a, b in spans]


OPENING = (
    "The piers of the old harbour are open to the ferries again, and the crews who worked on them through the winter "
    "have gone home to their families on the northern islands."
)
ASK = "Will the piers last through the whole winter?"
REPLY = "They will be open on every day of the week, and the ferries will call at them once in the hour."


@pytest.mark.parametrize(
    "wrapped_line",
    [
        "NATO: that alliance has asked for the same rule.",
        "Torvik: the storm has passed and the piers are open.",
        "Thursday: the ferries sail again on that day and later.",
        "Coastal News: a reporter there wrote of it last week.",
        "Remember: the storm had closed all of the piers before.",
    ],
)
def test_wrapping_makes_no_labels(wrapped_line: str, segment: Segment) -> None:
    text = (
        "MS. BRANDT:  Thank you all for waiting.  We spoke with the mayor and with\n"
        "the crews who have worked on the piers, and we spoke with people from\n"
        f"{wrapped_line}\n"
        "The crews have worked through the night to clear them for the vessels.\n\n"
        "Q    Could you repeat the answer that you gave to the first question and\n"
        "tell us whether the northern pier would be closed until the summer too?\n\n"
        "MS. BRANDT:  I said that the northern pier is being inspected and that we\n"
        "will publish the result as soon as the inspectors have finished the work.\n"
    )
    assert labels(segment(text)) == ["MS. BRANDT", "Q", "MS. BRANDT"]


@pytest.mark.parametrize(
    ("asked", "speech"),
    [
        ("QDoes the mayor know of it?", "Does the mayor know of it?"),
        ("Q Does the mayor know of it?", "Does the mayor know of it?"),
        ("Q\xa0\xa0\xa0 Does the mayor know of it?", "Does the mayor know of it?"),
        ("Q \xa0 \xa0Does the mayor know of it?", "Does the mayor know of it?"),
        ("Q    -- does the mayor know of it?", "-- does the mayor know of it?"),
        ("Q – does the mayor know of it?", "– does the mayor know of it?"),
        ("Q\u202f“Does the mayor know of it?” they ask.", "“Does the mayor know of it?” they ask."),
        ("Q    (Inaudible) does the mayor know of it?", "(Inaudible) does the mayor know of it?"),
        ("Q    20 ferries or 30 ferries?", "20 ferries or 30 ferries?"),
    ],
)
def test_a_bare_q(asked: str, speech: str, segment: Segment) -> None:
    text = f"MS. BRANDT:  {OPENING}\n\n{asked}\n\nMS. BRANDT:  {REPLY}\n\nQ    And the islands, are they open?\n"
    briefing = segment(text)
    assert labels(briefing) == ["MS. BRANDT", "Q", "MS. BRANDT", "Q"]
    assert (briefing.turns[1].text, briefing.turns[1].kind.value) == (speech, "question")


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("MR. FERNÁNDEZ NÚÑEZ", "Fernández Núñez"),
        ("MS. MUÑOZ", "Muñoz"),
        ("MR. McALLEN", "McAllen"),
        ("MS. MacBRIDE", "MacBride"),
        ("MR. LaVALLE", "LaValle"),
        ("MS. O’HARE", "O’Hare"),
        ("DR. LIND-ASHWORTH", "Lind-Ashworth"),
    ],
)
def test_names_in_capitals(label: str, name: str, segment: Segment) -> None:
    text = f"{label}:  {OPENING}\n\nQ    Which of them is the oldest one?\n\n{label}:  {REPLY}\n"
    briefing = segment(text)
    assert labels(briefing) == [label, "Q", label]
    assert [(speaker.name, speaker.n_turns) for speaker in briefing.speakers] == [(name, 2)]


@pytest.mark.parametrize("spaces", [" ", "  ", "\xa0 "])
def test_full_stop_labels(spaces: str, segment: Segment) -> None:
    text = (
        "March 5, 2031  Chair Whitlow’s Press Conference  FINAL\n\n"
        f"CHAIR WHITLOW.{spaces}{OPENING} Growth in the U.S.\nU.S. GDP. It is one percent.\n\n"
        f"QUESTION.{spaces}Is one percent of growth enough for you?\n\n"
        f"CHAIR WHITLOW.{spaces}{REPLY}\n"
    )
    briefing = segment(text)
    assert header_of(briefing).style == "fed"
    assert labels(briefing) == ["CHAIR WHITLOW", "QUESTION", "CHAIR WHITLOW"]


def test_an_answer_goes_on_across_a_page_header(segment: Segment) -> None:
    last = segment(FED).turns[-1]
    assert last.text.endswith("of the committee this year.")
    assert last.n_words == 23
    inside = [note.text for note in segment(FED).notes if note.turn_id == last.turn_id]
    assert inside == ["March 5, 2031  Chair Whitlow’s Press Conference  FINAL", "Page 2 of 3"]


@pytest.mark.parametrize(
    "form",
    ["[{}]: {}", "· [{}]: {}", "[{}]： {}", "[{}]\n\n{}", "[{}] (March 12, 2031 14:51:16)\n\n{}"],
)
def test_labels_in_brackets(form: str, segment: Segment) -> None:
    parts = [("Ivo Marlow", OPENING), ("Tidewater Daily", "Will the ferries sail again?"), ("Ivo Marlow", REPLY)]
    briefing = segment("\n\n".join(form.format(label, speech) for label, speech in parts) + "\n")
    assert header_of(briefing).style == "bracketed"
    assert shape(briefing) == _dialogue("Ivo Marlow", "Tidewater Daily")
    assert [turn.text for turn in briefing.turns] == [speech for _, speech in parts]


def test_a_bracket_label_with_a_wide_colon_and_no_space(segment: Segment) -> None:
    text = f"[Ivo Marlow]：{OPENING}\n\n[Tidewater Daily]：Will they sail again?\n\n[Ivo Marlow]：{REPLY}\n"
    assert labels(segment(text)) == ["Ivo Marlow", "Tidewater Daily", "Ivo Marlow"]


@pytest.mark.xfail(strict=True, reason="the time before a label is kept as the end of the turn before it")
def test_a_time_before_a_label_is_no_speech(segment: Segment) -> None:
    text = f"[10:12] [Ivo Marlow]: {OPENING}\n\n[10:14] [Tidewater Daily]: Will they sail again?\n"
    assert [turn.text for turn in segment(text).turns] == [OPENING, "Will they sail again?"]


def test_a_president_who_greets_without_a_label(segment: Segment) -> None:
    text = ECB.replace("My colleagues and I decided", "Good afternoon. My colleagues and I decided")
    assert shape(segment(text)) == STYLES["ecb"][1]


def test_a_chancellor_who_greets(segment: Segment) -> None:
    text = GERMANY.replace("We spoke about", "Ladies and gentlemen, we spoke about")
    assert shape(segment(text)) == STYLES["germany"][1]


@pytest.mark.xfail(strict=True, reason="an office before a comma and the honorific is lost")
def test_a_role_is_the_person_of_the_introduction(segment: Segment) -> None:
    briefing = segment(HONG_KONG)
    (speaker,) = briefing.speakers
    assert (speaker.name, speaker.honorific, speaker.title) == ("Lam Tsz-hin", "Mr", "Secretary for Harbours")
    assert [turn.speaker_id for turn in briefing.turns] == [None, speaker.speaker_id, None, speaker.speaker_id]


@pytest.mark.parametrize(
    ("text", "printed", "name"),
    [
        (US_DEFENSE, {"PRESS SECRETARY ELIAS V. CONROY", "MR. CONROY"}, "Elias V. Conroy"),
        pytest.param(
            KREMLIN,
            {"President of Russia Oleg Sazonov", "Oleg Sazonov"},
            "Oleg Sazonov",
            marks=pytest.mark.xfail(strict=True, reason="a label of title, `of`, country and name is no name"),
        ),
        (MOFA_JAPAN, {"Mr. Kenta Morioka, Minister for Foreign Affairs", "Minister Morioka"}, "Kenta Morioka"),
        (SINGAPORE, {"PM Lee Wei Jun", "PM Lee"}, "Lee Wei Jun"),
    ],
)
def test_a_long_label_and_a_short_one_are_one_speaker(
    text: str, printed: set[str], name: str, segment: Segment
) -> None:
    briefing = segment(text)
    ids = {turn.speaker_id for turn in briefing.turns if turn.speaker_label in printed}
    assert len(ids) == 1
    assert [speaker.name for speaker in briefing.speakers if speaker.speaker_id in ids] == [name]


@pytest.mark.parametrize(
    ("typo", "same"),
    [("MS. HOLOWAY", True), ("MS. HOLLOAWY", True), ("MS. HOLLOWAYS", True), ("MS. HARROWAY", False)],
)
def test_a_label_with_a_typo(typo: str, same: bool, segment: Segment) -> None:
    asked = "Q    Which of the piers is the oldest one?\n\n"
    text = f"MS. HOLLOWAY:  {OPENING}\n\n{asked}MS. HOLLOWAY:  {REPLY}\n\n{asked}{typo}:  {REPLY}\n"
    briefing = segment(text)
    assert labels(briefing)[-1] == typo
    assert (briefing.turns[-1].speaker_id == briefing.turns[0].speaker_id) is same


REPEATED = f"Ivo Marlow:\n\n{OPENING}\n\nIvo Marlow:\n\n{REPLY}\n\nTidewater Daily:\n\nWill they be repaired?\n"


def test_a_repeated_label_is_merged(segment: Segment) -> None:
    briefing = segment(REPEATED)
    assert labels(briefing) == ["Ivo Marlow", "Tidewater Daily"]
    assert briefing.turns[0].text == f"{OPENING}\n\nIvo Marlow:\n\n{REPLY}"
    assert [(note.text, note.turn_id) for note in briefing.notes] == [("Ivo Marlow", briefing.turns[0].turn_id)]
    assert briefing.turns[0].n_words == len(f"{OPENING} {REPLY}".split())


def test_a_repeated_label_is_kept_by_the_style_that_keeps_it() -> None:
    segmenter = make_segmenter(load_settings(style="mfa"))
    briefing = Briefing(transcript=transcript_of_text(REPEATED, name="test/kept"))
    found = replace(briefing, **segment_briefing(briefing, segmenter))  # type: ignore[arg-type]
    assert labels(found) == ["Ivo Marlow", "Ivo Marlow", "Tidewater Daily"]


@pytest.mark.parametrize("label", ["SENIOR ADMINISTRATION OFFICIAL", "QUESTION", "REPORTER", "MODERATOR"])
def test_a_repeated_label_without_a_name_is_kept(label: str, segment: Segment) -> None:
    text = f"MS. BRANDT:  {OPENING}\n\n{label}:  {REPLY}\n\n{label}:  {OPENING}\n\nMS. BRANDT:  {REPLY}\n"
    briefing = segment(text)
    assert labels(briefing) == ["MS. BRANDT", label, label, "MS. BRANDT"]
    assert {turn.speaker_id for turn in briefing.turns if turn.speaker_label == label} == {None}


PAIRS = {
    "several questions, one answer": (
        ["Tidewater Daily", "Coastal News", "Anselm Torvik"],
        [(1, 1), (1, 1)],
    ),
    "one question, several answers": (["Tidewater Daily", "Anselm Torvik", "Odile Brandt"], [(1, 2)]),
    "one asker twice in a row": (["Tidewater Daily", "Tidewater Daily", "Anselm Torvik"], [(2, 1)]),
    "a question at the end": (["Tidewater Daily", "Anselm Torvik", "Coastal News"], [(1, 1)]),
}


@pytest.mark.parametrize("name", PAIRS)
def test_exchanges(name: str, segment: Segment) -> None:
    order, expected = PAIRS[name]
    said = {"Tidewater Daily": "Will the piers be open?", "Coastal News": "And when will the ferries sail again?"}
    text = "".join(f"{label}:\n\n{said.get(label, OPENING)}\n\n" for label in order)
    assert [(each.n_questions, each.n_answers) for each in segment(text).exchanges] == expected


@pytest.mark.parametrize(
    "hand_over",
    [
        "Thank you. Next question, please.",
        "I now give the floor to Mr. Torvik.",
        "Good morning, ladies and gentlemen. Let us begin with the gentleman in the back.",
        "Let’s move on to the next subject, please.",
    ],
)
def test_a_hand_over_is_procedure(hand_over: str, segment: Segment) -> None:
    text = (
        f"Anselm Torvik:\n\n{OPENING}\n\nOdile Brandt:\n\n{hand_over}\n\nTidewater Daily:\n\nWill they stay open?\n\n"
    )
    turns = segment(text + f"Anselm Torvik:\n\n{REPLY}\n").turns
    assert [turn.kind.value for turn in turns] == ["statement", "procedure", "question", "answer"]
    assert turns[1].role.value == "moderator"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("(Laughter.)", NoteKind.STAGE),
        ("[Applause]", NoteKind.STAGE),
        ("(Cross-talk by reporters.)", NoteKind.STAGE),
        ("(As interpreted.)", NoteKind.STAGE),
        ("The new pier at dawn. [Photo by Ana Reyl/Coastal Messenger]", NoteKind.CAPTION),
        ("Photo: the pier at dawn", NoteKind.CAPTION),
        ("Page 3 of 12", NoteKind.FURNITURE),
        ("<   1   2   3   >", NoteKind.FURNITURE),
        ("* * * * *", NoteKind.FURNITURE),
        ("(10:41)", NoteKind.FURNITURE),
    ],
)
def test_lines_that_are_notes(line: str, kind: NoteKind, segment: Segment) -> None:
    timed = line == "(10:41)"
    first = "Maud Ellery (10:02):\n" if timed else "Maud Ellery:\n\n"
    text = f"{first}{OPENING}\n\n{line}\n\n{REPLY}\n"
    briefing = segment(text)
    assert [(note.text, note.kind) for note in briefing.notes] == [(line, kind)]
    assert briefing.notes[0].turn_id == briefing.turns[0].turn_id
    if kind is NoteKind.FURNITURE:
        assert briefing.turns[0].n_words == len(f"{OPENING} {REPLY}".split())


@pytest.mark.parametrize("stamp", ["[10:12]", "[10:12:45]", "2031-03-12 14:51:16"])
def test_times_behind_paragraphs_are_notes(stamp: str, segment: Segment) -> None:
    text = f"[Ivo Marlow]: {OPENING} {stamp}\n\n{REPLY} {stamp}\n\n[Tidewater Daily]: {ASK} {stamp}\n"
    briefing = segment(text)
    assert [turn.text for turn in briefing.turns] == [
        f"{OPENING} {stamp}\n\n{REPLY}",
        ASK,
    ]
    assert [note.text.strip() for note in briefing.notes] == [stamp] * 3
    assert [note.turn_id for note in briefing.notes] == [briefing.turns[0].turn_id, None, None]
    assert briefing.turns[0].n_words == len(f"{OPENING} {REPLY}".split())


def test_the_note_of_a_time_is_the_time(segment: Segment) -> None:
    text = f"[Ivo Marlow]: {OPENING} [10:12]\n\n[Tidewater Daily]: Will the piers last through the winter?\n"
    assert [note.text for note in segment(text).notes] == ["[10:12]"]


@pytest.mark.parametrize(
    "line",
    [
        "Ladies and gentlemen, friends from the press:",
        "Dear friends:",
        "The bottom line:",
        "First:",
        "My question is: will it last?",
        "The rule is this: nobody sails at night.",
        "https://example.org/piers",
        "Note: the piers are closed at night.",
        "Press conference: the piers are open.",
    ],
)
def test_colons_of_prose_are_no_labels(line: str, segment: Segment) -> None:
    text = f"Anselm Torvik:\n\n{OPENING}\n\n{line}\n\n{REPLY}\n\nTidewater Daily:\n\n{ASK}\n\nAnselm Torvik:\n\n"
    briefing = segment(text + REPLY + "\n")
    assert labels(briefing) == ["Anselm Torvik", "Tidewater Daily", "Anselm Torvik"]
    assert line in briefing.turns[0].text


@pytest.mark.parametrize("word", ["Chairperson", "Moderator", "Host", "Chair"])
def test_a_field_that_is_a_label_too(word: str, segment: Segment) -> None:
    text = (
        "Briefing on the piers of the eastern coast\n\nSpeaker:\n\nMr. Anselm Torvik, vice minister of transport\n\n"
        f"{word}:\n\nMs. Odile Brandt, deputy director of the Press Bureau\n\n"
        f"{word}:\n\nGood morning, ladies and gentlemen. I now give the floor to Mr. Torvik.\n\n"
        f"Anselm Torvik:\n\n{OPENING}\n\nTidewater Daily:\n\n{ASK}\n\nAnselm Torvik:\n\n{REPLY}\n"
    )
    briefing = segment(text)
    assert shape(briefing) == [(word, "moderator", "procedure"), *_dialogue("Anselm Torvik", "Tidewater Daily")]
    names = {speaker.speaker_id: speaker.name for speaker in briefing.speakers}
    assert names[briefing.turns[0].speaker_id or ""] == "Odile Brandt"
    assert names[briefing.turns[1].speaker_id or ""] == "Anselm Torvik"


@pytest.mark.parametrize("ending", ["", ";", "."])
def test_the_last_of_a_list_without_heads_chairs(ending: str, segment: Segment) -> None:
    text = (
        "SCIO briefing on the piers of the eastern coast\n\nChina.org.cn | May 4, 2031\n\n"
        f"Anselm Torvik, vice minister of transport{ending}\n\nOriel Haas, director of the harbour office{ending}\n\n"
        f"Odile Brandt, deputy director of the Press Bureau{ending}\n\nMay 3, 2031\n\n"
        "Odile Brandt:\n\nGood morning, ladies and gentlemen. I now give the floor to Mr. Torvik.\n\n"
        f"Anselm Torvik:\n\n{OPENING}\n\nTidewater Daily:\n\n{ASK}\n\nOriel Haas:\n\n{REPLY}\n"
    )
    briefing = segment(text)
    header = header_of(briefing)
    assert (header.held_on, header.published_on) == (date(2031, 5, 3), date(2031, 5, 4))
    assert [(speaker.name, speaker.role.value) for speaker in briefing.speakers[:3]] == [
        ("Anselm Torvik", "official"),
        ("Oriel Haas", "official"),
        ("Odile Brandt", "moderator"),
    ]
    assert [turn.role.value for turn in briefing.turns] == ["moderator", "official", "journalist", "official"]


@pytest.mark.parametrize("name", FILES)
def test_a_style_file_says_what_it_is(name: str) -> None:
    style = next(style for style in load_styles() if style.name == name)
    text = (FOLDER / f"{name}.toml").read_text(encoding="utf-8")
    assert len(style.title) > 5
    assert "\ndescription = " in text
    assert "\nsource = " in text
    assert bool(style.forms) is (name != UNLABELLED)


def test_the_names_of_the_styles_are_those_of_the_files() -> None:
    assert sorted(style_names()) == FILES


def _copy(folder: Path) -> None:
    folder.mkdir()
    for name in (COMMON, "names"):
        shutil.copy(FOLDER / f"{name}.toml", folder)


BROKEN = {
    "an unknown key": ("names", 'colour = "red"\n', "colour"),
    "an unknown key of a label": (
        "names",
        '[[labels]]\ntemplate="{label}:"\nplacement="any"\nshape="name"\nx=1\n',
        "x",
    ),
    "an unknown shape": ("names", '[[labels]]\ntemplate="{label}:"\nplacement="any"\nshape="round"\n', "shape"),
    "an unknown list of lines": ("names", "[lines]\nfooter = []\n", "footer"),
    "no TOML": ("names", "title = \n", "Invalid value"),
    "a pattern of lines": ("names", "[lines]\nfurniture = ['(page']\n", "does not compile"),
    "a pattern of a publisher": ("names", "[lines]\npublisher = ['(?P<publisher>']\n", "does not compile"),
    "an unknown key of all styles": (COMMON, 'colour = "red"\n', "colour"),
    "a pattern of all styles": (COMMON, "[[lines]]\n", "_common"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_named(case: str, tmp_path: Path) -> None:
    name, addition, message = BROKEN[case]
    folder = tmp_path / "styles"
    _copy(folder)
    path = folder / f"{name}.toml"
    text = path.read_text(encoding="utf-8")
    top_level = not addition.startswith("[")
    path.write_text(addition + text if top_level else f"{text}\n{addition}", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_styles(folder)
    assert str(path) in str(caught.value)
    assert message in str(caught.value)


def test_a_marker_that_does_not_compile(tmp_path: Path) -> None:
    folder = tmp_path / "styles"
    _copy(folder)
    path = folder / "names.toml"
    path.write_text("markers = ['[a-']\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"names\.toml: pattern '\[a-' does not compile"):
        load_styles(folder)


def test_a_missing_key_and_a_missing_file(tmp_path: Path) -> None:
    folder = tmp_path / "styles"
    _copy(folder)
    (folder / "new.toml").write_text('title = "New"\ndescription = "None"\nlabels = []\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"new\.toml.*\n.*source"):
        load_styles(folder)
    with pytest.raises(ConfigError, match=r"_common\.toml: cannot be read"):
        load_styles(tmp_path / "nowhere")


@pytest.mark.parametrize(("style", "expected"), [("", "whitehouse"), ("names", "names"), ("fed", "fed")])
def test_the_asked_style_is_taken(style: str, expected: str) -> None:
    briefing = Briefing(transcript=transcript_of_text(WHITE_HOUSE, name="test/asked"))
    found = replace(
        briefing,
        **segment_briefing(briefing, make_segmenter(load_settings(style=style))),  # type: ignore[arg-type]
    )
    assert header_of(found).style == expected
    assert ("Q" in labels(found)) is (expected == "whitehouse")


ADVERSARIAL = {
    "words": "A " * 500_000,
    "colons": ":" * 1_000_000,
    "brackets": "[" * 500_000 + "]" * 500_000,
    "round brackets": "(" * 500_000 + ")" * 500_000,
    "capitals": "A" * 1_000_000,
    "capitals and colons": "MR. A: " * 20_000,
    "digits": "1" * 1_000_000,
    "dates": "May 1, 2031 " * 80_000,
    "stars": "**" * 500_000,
    "dots": ". " * 500_000,
    "spaces": "a" + " " * 1_000_000 + "b",
    "names": "Minister Haas " * 70_000,
    "lines": "A:\n" * 10_000,
}


@pytest.mark.parametrize(
    "name",
    [
        *ADVERSARIAL,
    ],
)
def test_adversarial_lines(name: str, segment: Segment) -> None:
    text = f"Pier {ADVERSARIAL[name]} end\n"
    briefing = segment(text)
    assert briefing.transcript.text.strip() == text.strip()
    assert all(0 <= turn.start < turn.end <= len(briefing.transcript.text) for turn in briefing.turns)
    assert all(0 <= note.start < note.end <= len(briefing.transcript.text) for note in briefing.notes)
