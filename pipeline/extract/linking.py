"""Links mentions to entities inside one briefing: a link is made only where one candidate is left."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from pipeline.extract.candidates import Candidate
from pipeline.extract.gazetteer import GazetteerIndex
from pipeline.ids import entity_id, known_id, slug
from pipeline.records import Alias, AliasSource, Entity, MentionMethod, MentionType, Speaker
from pipeline.resources import GazetteerRow


class Linker:
    """The entities of one briefing, filled as mentions are linked.

    Args:
        briefing_id: Id of the briefing.
        gazetteer: Rows by form.
        people: Full names of the people that the briefing names, in order.
        synthetic: Whether the briefing is fiction.
    """

    def __init__(self, *, briefing_id: str, gazetteer: GazetteerIndex, people: Iterable[str], synthetic: bool) -> None:
        self._briefing = briefing_id
        self._gazetteer = gazetteer
        self._synthetic = synthetic
        self._people: dict[str, dict[str, str]] = defaultdict(dict)
        self._entities: dict[str, Entity] = {}
        self._forms: Counter[tuple[str, str, AliasSource]] = Counter()
        for name in sorted(people, key=lambda name: -len(name.split())):
            if " " in name or name.casefold() not in self._people:
                self._add_person(name)

    def _add_person(self, name: str) -> None:
        words = name.split()
        for form in {name, words[0], words[-1]}:
            self._people[form.casefold()].setdefault(entity_id(MentionType.PERSON, name, synthetic=False), name)

    def link(self, candidate: Candidate) -> str | None:
        """Return the id of the entity that a mention names, None where several candidates remain."""
        if candidate.type is MentionType.PERSON:
            return self._link_person(candidate)
        rows = self._rows(candidate)
        if len(rows) > 1:
            return None
        row = rows[0] if rows else None
        name = row.name if row else candidate.canonical or candidate.text
        known = row.id if row else f"{candidate.type}:{slug(name)}"
        key = known_id(known, synthetic=self._synthetic)
        self._add(key, candidate, name, row)
        if candidate.text != name:
            self._forms[key, candidate.text, _source(candidate, row)] += 1
        return key

    def _rows(self, candidate: Candidate) -> Sequence[GazetteerRow]:
        if candidate.ids:
            return [row for row in map(self._gazetteer.row, candidate.ids) if row is not None]
        for form in dict.fromkeys((candidate.text, candidate.canonical or candidate.text)):
            rows = [row for row in self._gazetteer.lookup(form) if row.type is candidate.type]
            if rows:
                return rows
        return []

    def _link_person(self, candidate: Candidate) -> str | None:
        names = set(self._people.get(candidate.text.casefold(), {}).values())
        if len(names) > 1:
            return None
        name = names.pop() if names else candidate.text
        key = entity_id(MentionType.PERSON, name, synthetic=self._synthetic)
        self._add(key, candidate, name, None)
        if candidate.text != name:
            self._forms[key, candidate.text, AliasSource.SURNAME] += 1
        return key

    def _add(self, key: str, candidate: Candidate, name: str, row: GazetteerRow | None) -> None:
        real = row if not self._synthetic else None
        self._entities.setdefault(
            key,
            Entity(
                briefing_id=self._briefing,
                entity_id=key,
                type=row.type if row else candidate.type,
                subtype=row.subtype if row else candidate.subtype,
                name=name,
                wikidata_id=real.wikidata_id if real else None,
                country=real.country if real else None,
            ),
        )

    def add_speakers(self, speakers: Iterable[Speaker]) -> None:
        """Add the people and outlets that speak, whether or not anybody mentions them."""
        for speaker in speakers:
            key, name = speaker.entity_id, speaker.name or speaker.label
            if key is None or name is None:
                continue
            kind = MentionType.MEDIA if speaker.outlet_id else MentionType.PERSON
            spoken = Candidate(start=0, end=0, text=name, type=kind, method=MentionMethod.HEADER)
            self._add(key, spoken, name, self._gazetteer.row(key.removeprefix("synthetic:")))

    def id_of(self, name: str) -> str | None:
        """Return the id of the one entity of this briefing that bears a name or an alias; None for none or several."""
        ids = {key for key, entity in self._entities.items() if entity.name == name}
        ids |= {key for key, form, _ in self._forms if form == name}
        return ids.pop() if len(ids) == 1 else None

    def subtype(self, key: str | None, candidate: Candidate) -> str | None:
        """Return the subtype of a mention: its entity's, else its own."""
        entity = self._entities.get(key or "")
        return (entity.subtype if entity else None) or candidate.subtype

    @property
    def entities(self) -> tuple[Entity, ...]:
        """The entities linked so far, by id."""
        return tuple(self._entities[key] for key in sorted(self._entities))

    @property
    def aliases(self) -> tuple[Alias, ...]:
        """The forms other than its name by which an entity was named, with their counts, by id and form."""
        return tuple(
            Alias(briefing_id=self._briefing, entity_id=key, alias=form, source=source, n=n)
            for (key, form, source), n in sorted(self._forms.items())
        )


def _source(candidate: Candidate, row: GazetteerRow | None) -> AliasSource:
    if candidate.canonical is not None and candidate.canonical != candidate.text:
        return AliasSource.ACRONYM if candidate.text.isupper() else AliasSource.DEFINITION
    if row is not None:
        return AliasSource.GAZETTEER
    return AliasSource.SHORT_FORM
