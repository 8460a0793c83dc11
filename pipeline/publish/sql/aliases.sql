-- One row per form of an entity, counted over all briefings.
SELECT entity_id, alias, source, sum(n) AS n
FROM aliases
GROUP BY entity_id, alias, source
