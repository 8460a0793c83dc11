"""Joins header lists and labels to one speaker a row, with title, organisation, outlet and role."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from rapidfuzz.distance import Levenshtein

from pipeline.ids import entity_id, known_id, slug, speaker_id
from pipeline.records import MentionType, Role, Speaker, SpeakerMethod
from pipeline.resources import GazetteerRow
from pipeline.segment.participants import Participant
from pipeline.segment.styles import Style
from pipeline.titles import TitleIndex, organization_of

_TYPO = 2
"""Edits within which a rare label is a frequent one mistyped."""

_TYPO_LENGTH = 6
"""Letters that a label needs before a typo is supposed."""


_RE_NUMBERED = re.compile(r"speaker \d+")
"""A label of a recording that knows no name; the official has one."""


class SpeakerIndex:
    """The speakers of one briefing, by label; built from the header, then asked for each label.

    Args:
        briefing_id: Id of the briefing.
        participants: People named in the header, in order.
        outlets: News outlets by casefolded name and alias.
        is_outlet: Whether a label is an outlet.
        titles: Printed titles.
        style: The house style, for labels that are roles.
        synthetic: Whether the briefing is fiction.
    """

    def __init__(
        self,
        *,
        briefing_id: str,
        participants: Sequence[Participant],
        outlets: Mapping[str, GazetteerRow],
        is_outlet: Callable[[str], bool],
        titles: TitleIndex,
        style: Style,
        synthetic: bool,
    ) -> None:
        self._briefing = briefing_id
        self._outlets = outlets
        self._is_outlet = is_outlet
        self._titles = titles
        self._style = style
        self._synthetic = synthetic
        self._rows: dict[str, Speaker] = {}
        self._by_label: dict[str, str] = {}
        for participant in participants:
            self._add_participant(participant)
        self._listed = tuple(self._rows)
        self.role_of = cache(self._role_of)
        self._match = cache(self._match_listed)

    @property
    def rows(self) -> tuple[Speaker, ...]:
        """All speakers so far: listed participants first, then labels in order."""
        return tuple(self._rows.values())

    def _add_participant(self, participant: Participant) -> None:
        key = speaker_id(self._briefing, participant.name)
        self._rows.setdefault(
            key,
            Speaker(
                speaker_id=key,
                briefing_id=self._briefing,
                name=participant.name,
                honorific=participant.honorific,
                title=participant.title,
                organization=organization_of(participant.title),
                role=Role.MODERATOR if participant.chairs else Role.OFFICIAL,
                entity_id=self._person(participant.name),
                method=participant.method,
            ),
        )

    def _person(self, name: str) -> str:
        return entity_id(MentionType.PERSON, name, synthetic=self._synthetic)

    def _role_of(self, label: str) -> Role | None:
        """Return the role of who bears a label, where list, office, word or outlet tells; None where only turns can."""
        word = self._word_role(label)
        listed = self._match(label)
        if listed is not None and (len(self._listed) > 1 or not self._chairs(label)):
            return self._rows[listed].role
        if self._chairs(label):
            return Role.MODERATOR
        if word is not None:
            return word
        if self._is_journalist(label) or _RE_NUMBERED.fullmatch(label.casefold()):
            return Role.JOURNALIST
        return self._titles.role(label) or self._described_role(label)

    def _chairs(self, label: str) -> bool:
        name = self._titles.split(label).name
        return name is not None and name.casefold() in self._style.chairs

    def _word_role(self, label: str) -> Role | None:
        folded = label.casefold().rstrip(".")
        if folded.startswith(("question from ", "question by ")):
            return Role.JOURNALIST
        role = self._style.roles.get(folded)
        return Role(role) if role is not None else None

    def _is_journalist(self, label: str) -> bool:
        if self._is_outlet(label) or self._style.roles.get(label.casefold()) == Role.JOURNALIST:
            return True
        described = self._described(label)
        return described is not None and self._is_outlet(described)

    def _described(self, label: str) -> str | None:
        """Return what stands in brackets or behind a comma: ``A B (Moderator)``, ``Toba, Nippon TV``."""
        _, _, described = label.replace("(", ",").rstrip(")").partition(",")
        return described.strip() or None

    def _described_role(self, label: str) -> Role | None:
        described = self._described(label)
        if described is None:
            return None
        word = self._word_role(described)
        office = self._titles.office(described)
        return word or (office.role if office is not None else None)

    def resolve(self, label: str, *, undecided: Role) -> tuple[Speaker | None, Role]:
        """Return the speaker of a label (None for an anonymous one) and the role of who bears it.

        Args:
            label: The label as printed, without delimiter.
            undecided: The role of a name that neither the header nor its title places.
        """
        role = self.role_of(label)
        known = self._by_label.get(label.casefold()) or self._match(label)
        if known is None and role is not Role.JOURNALIST and self._word_role(label) is None:
            known = self._alike(label)
        if known is not None:
            row = self._rows[known]
            self._rows[known] = row if row.label else replace(row, label=label)
            return self._rows[known], row.role
        if self._word_role(label) is not None or self._is_anonymous(label):
            return None, role or undecided
        outlet = self._is_outlet(label)
        speaker = self._outlet(label) if outlet else self._named(label, role or undecided)
        self._rows.setdefault(speaker.speaker_id, speaker)
        self._by_label[label.casefold()] = speaker.speaker_id
        return self._rows[speaker.speaker_id], speaker.role

    def _is_anonymous(self, label: str) -> bool:
        words = label.casefold().split()
        return words[-1:] in (["official"], ["officials"]) or words[0] in ("speaker", "reporter", "journalist")

    def _match_listed(self, label: str) -> str | None:
        """Return the listed participant whose label this is: by name or surname, by office, or the only chair."""
        listed = [self._rows[key] for key in self._listed]
        word = self._word_role(label)
        if word is Role.MODERATOR:
            chairs = [row for row in listed if row.role is Role.MODERATOR]
            return chairs[0].speaker_id if len(chairs) == 1 else None
        if word is Role.JOURNALIST:
            return None
        if word is Role.OFFICIAL:
            return self._by_office(label, listed)
        parts = self._titles.split(label)
        if parts.name is None:
            return self._by_office(label, listed)
        return self._by_name(parts.name.split(" (")[0], listed)

    def _by_office(self, label: str, listed: Sequence[Speaker]) -> str | None:
        """Return the one official whose office a label is; an unspecific one is the only official's."""
        officials = [row for row in listed if row.role is Role.OFFICIAL]
        wanted = label.casefold().removeprefix("the ").removeprefix("acting ")
        held = [row for row in officials if wanted in (row.title or "").casefold()]
        if len(held) == 1:
            return held[0].speaker_id
        general = wanted in ("answer", "a", "spokesperson", "spokesman", "spokeswoman", "minister", "pm")
        return officials[0].speaker_id if general and len(officials) == 1 else None

    def _by_name(self, name: str, rows: Iterable[Speaker]) -> str | None:
        """Return the one row of a name: equal, or its only surname or given name in a single word."""
        folded = name.casefold()
        rows = list(rows)
        for row in rows:
            if row.name and row.name.casefold() == folded:
                return row.speaker_id
        words = folded.split()
        if len(words) == 1:
            near = [
                row
                for row in rows
                if row.name and words[0] in (row.name.casefold().split()[-1], row.name.casefold().split()[0])
            ]
        else:
            near = [row for row in rows if row.name and _same_person(words, row.name.casefold().split())]
        return near[0].speaker_id if len(near) == 1 else None

    def _alike(self, label: str) -> str | None:
        """Return the row of an earlier label that this one shortens or mistypes, of one candidate only."""
        named = [row for row in self._rows.values() if row.outlet_id is None and row.role is not Role.JOURNALIST]
        parts = self._titles.split(label)
        if parts.name is None:
            return None
        found = self._by_name(parts.name, named)
        if found is not None or len(parts.name) < _TYPO_LENGTH:
            return found
        folded = parts.name.casefold()
        near = [row for row in named if row.name and Levenshtein.distance(folded, row.name.casefold()) <= _TYPO]
        return near[0].speaker_id if len(near) == 1 else None

    def _outlet(self, label: str) -> Speaker:
        row = self._outlets.get(label.casefold().removeprefix("the "))
        known = row.id if row else f"{MentionType.MEDIA}:{slug(label)}"
        outlet = known_id(known, synthetic=self._synthetic)
        return Speaker(
            speaker_id=speaker_id(self._briefing, label),
            briefing_id=self._briefing,
            label=label,
            name=row.name if row else label,
            role=Role.JOURNALIST,
            entity_id=outlet,
            outlet_id=outlet,
            method=SpeakerMethod.LABEL,
        )

    def _named(self, label: str, role: Role) -> Speaker:
        plain, described = label, self._described(label)
        outlet = None
        if described is not None and role is Role.JOURNALIST:
            plain = label.replace("(", ",").partition(",")[0].strip()
            outlet = self._outlet(described).outlet_id if self._is_outlet(described) else None
        elif "(" in label:
            plain = label.partition("(")[0].strip()
        parts = self._titles.split(plain)
        return Speaker(
            speaker_id=speaker_id(self._briefing, label),
            briefing_id=self._briefing,
            label=label,
            name=parts.name,
            honorific=parts.honorific,
            title=parts.title,
            organization=organization_of(parts.title),
            role=role,
            entity_id=self._person(parts.name) if parts.name else None,
            outlet_id=outlet,
            method=SpeakerMethod.LABEL,
        )


def _same_person(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether two names of several words share first and last, initials and middle names apart."""
    return one[-1] == other[-1] and (one[0] == other[0] or one[0].rstrip(".") == other[0][:1])
