-- Pairs of entities that are mentioned in one turn, or in one exchange.
WITH named AS (
    SELECT DISTINCT 'turn' AS level, turn_id AS unit_id, briefing_id, entity_id
    FROM mentions
    WHERE turn_id IS NOT NULL AND entity_id IS NOT NULL
    UNION ALL
    SELECT DISTINCT 'exchange' AS level, x.exchange_id AS unit_id, x.briefing_id, m.entity_id
    FROM exchange_turns AS x
    JOIN mentions AS m USING (turn_id)
    WHERE m.entity_id IS NOT NULL
)
SELECT
    a.entity_id AS entity_a,
    b.entity_id AS entity_b,
    a.level,
    count(*) AS n,
    count(DISTINCT a.briefing_id) AS n_briefings
FROM named AS a
JOIN named AS b ON a.level = b.level AND a.unit_id = b.unit_id AND a.entity_id < b.entity_id
GROUP BY a.entity_id, b.entity_id, a.level
