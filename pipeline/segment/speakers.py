"""Joins header lists and labels to one speaker a row, with title, organisation, outlet and role."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from pipeline.ids import entity_id, known_id, slug, speaker_id
from pipeline.records import MentionType, Role, Speaker, SpeakerMethod
from pipeline.resources import GazetteerRow
from pipeline.segment.header import Participant
from pipeline.segment.styles import Style
from pipeline.titles import TitleIndex, organization_of


class SpeakerIndex:
    """The speakers of one briefing, by label; built from the header, then asked for each label.

    Args:
        briefing_id: Id of the briefing.
        participants: People listed in the header, in order.
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
        for participant in participants:
            self._add_participant(participant)
        self._listed = tuple(self._rows.values())

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
                method=SpeakerMethod.HEADER,
            ),
        )

    def _person(self, name: str) -> str:
        return entity_id(MentionType.PERSON, name, synthetic=self._synthetic)

    def is_journalist(self, label: str) -> bool:
        """Tell whether a label is an outlet's or a reporter's without a name."""
        return self._is_outlet(label) or self._style.roles.get(label.casefold().rstrip(".")) == Role.JOURNALIST

    def resolve(self, label: str, *, undecided: Role) -> tuple[Speaker | None, Role]:
        """Return the speaker of a label (None for an anonymous one) and the role of who bears it.

        Args:
            label: The label as printed, without delimiter.
            undecided: The role of a name that neither the header nor its title places.
        """
        role = self._style.roles.get(label.casefold().rstrip("."))
        listed = self._match(label, role)
        if listed is not None:
            self._rows[listed.speaker_id] = _with_label(self._rows[listed.speaker_id], label)
            return self._rows[listed.speaker_id], listed.role
        if role is not None:
            return None, Role(role)
        speaker = self._outlet(label) if self._is_outlet(label) else self._named(label, undecided)
        self._rows.setdefault(speaker.speaker_id, speaker)
        return self._rows[speaker.speaker_id], speaker.role

    def _match(self, label: str, role: str | None) -> Speaker | None:
        """Return the listed participant whose label this is: by name, or the only chair for a chair's label."""
        if role == Role.MODERATOR:
            chairs = [row for row in self._listed if row.role is Role.MODERATOR]
            return chairs[0] if len(chairs) == 1 else None
        if role is not None:
            return None
        name = (self._titles.split(label).name or label).casefold()
        return next((row for row in self._listed if (row.name or "").casefold() == name), None)

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

    def _named(self, label: str, undecided: Role) -> Speaker:
        parts = self._titles.split(label)
        return Speaker(
            speaker_id=speaker_id(self._briefing, label),
            briefing_id=self._briefing,
            label=label,
            name=parts.name,
            honorific=parts.honorific,
            title=parts.title,
            organization=organization_of(parts.title),
            role=self._titles.role(label) or undecided,
            entity_id=self._person(parts.name) if parts.name else None,
            method=SpeakerMethod.LABEL,
        )


def _with_label(speaker: Speaker, label: str) -> Speaker:
    return speaker if speaker.label else replace(speaker, label=label)
