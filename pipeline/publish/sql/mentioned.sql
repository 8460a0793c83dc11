-- One row per entity that is mentioned: how often, in how many turns and briefings, on which first and last day.
SELECT
    m.entity_id,
    count(*) AS n_mentions,
    count(DISTINCT m.turn_id) AS n_turns,
    count(DISTINCT m.briefing_id) AS n_briefings,
    min(b.dated_on) AS first_dated_on,
    max(b.dated_on) AS last_dated_on
FROM mentions AS m
LEFT JOIN published_briefings AS b USING (briefing_id)
WHERE m.entity_id IS NOT NULL
GROUP BY m.entity_id
