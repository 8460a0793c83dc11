-- The figures of an evaluation are not part of the store: the table has its columns and no rows.
SELECT NULL AS layer, NULL AS metric, NULL AS gold, NULL AS n, NULL AS value, NULL AS lower, NULL AS upper, NULL AS version
WHERE false
