-- No rule proposes merges yet: the table has its columns and no rows.
SELECT NULL AS entity_a, NULL AS entity_b, NULL AS reason, NULL AS score
WHERE false
