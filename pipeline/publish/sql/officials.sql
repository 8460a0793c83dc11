-- Persons who are mentioned as officials, speak as official or moderator, or have an office.
WITH shown AS (
    SELECT entity_id FROM mentions WHERE official
    UNION
    SELECT entity_id FROM speakers WHERE role IN ('official', 'moderator')
    UNION
    SELECT entity_id FROM offices
),
spoken AS (
    SELECT s.entity_id, count(*) AS n_turns_spoken
    FROM turns AS t
    JOIN speakers AS s USING (speaker_id)
    GROUP BY s.entity_id
),
present AS (
    SELECT entity_id, briefing_id FROM mentions
    UNION
    SELECT entity_id, briefing_id FROM speakers
    UNION
    SELECT entity_id, briefing_id FROM offices
),
days AS (
    SELECT
        p.entity_id,
        count(DISTINCT p.briefing_id) AS n_briefings,
        min(b.dated_on) AS first_dated_on,
        max(b.dated_on) AS last_dated_on
    FROM present AS p
    LEFT JOIN published_briefings AS b USING (briefing_id)
    GROUP BY p.entity_id
),
latest AS (
    SELECT o.entity_id, o.title, body.name AS organization
    FROM offices AS o
    LEFT JOIN published_briefings AS b USING (briefing_id)
    LEFT JOIN published_entities AS body ON body.entity_id = o.organization_id
    QUALIFY row_number() OVER (
        PARTITION BY o.entity_id
        ORDER BY coalesce(o.dated_on, b.dated_on) DESC NULLS LAST, o.briefing_id DESC, o.office_id DESC
    ) = 1
)
SELECT
    e.entity_id,
    e.name,
    e.subtype,
    l.title,
    l.organization,
    e.country,
    e.n_mentions,
    coalesce(m.n_turns, 0) AS n_turns,
    coalesce(s.n_turns_spoken, 0) AS n_turns_spoken,
    coalesce(d.n_briefings, 0) AS n_briefings,
    d.first_dated_on,
    d.last_dated_on
FROM published_entities AS e
LEFT JOIN published_mentioned AS m USING (entity_id)
LEFT JOIN spoken AS s USING (entity_id)
LEFT JOIN days AS d USING (entity_id)
LEFT JOIN latest AS l USING (entity_id)
WHERE e.type = 'person' AND e.entity_id IN (SELECT entity_id FROM shown)
