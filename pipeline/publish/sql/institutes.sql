-- Entities of type institute with the counts of their mentions.
SELECT
    e.entity_id,
    e.name,
    e.subtype,
    e.country,
    e.n_mentions,
    coalesce(m.n_turns, 0) AS n_turns,
    e.n_briefings,
    m.first_dated_on,
    m.last_dated_on
FROM published_entities AS e
LEFT JOIN published_mentioned AS m USING (entity_id)
WHERE e.type = 'institute'
