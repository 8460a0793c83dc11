-- One row per entity over all briefings. Of each property the most frequent value that is known, ties by alphabet;
-- the subtype from those briefings that agree on the type.
WITH types AS (
    SELECT entity_id, type
    FROM entities
    GROUP BY entity_id, type
    QUALIFY row_number() OVER (PARTITION BY entity_id ORDER BY count(*) DESC, type) = 1
),
known AS (
    SELECT e.entity_id, e.name, e.wikidata_id, e.country, CASE WHEN e.type = t.type THEN e.subtype END AS subtype
    FROM entities AS e
    JOIN types AS t USING (entity_id)
),
"values" AS (
    SELECT entity_id, property, value
    FROM known UNPIVOT (value FOR property IN (subtype, name, wikidata_id, country))
    GROUP BY entity_id, property, value
    QUALIFY row_number() OVER (PARTITION BY entity_id, property ORDER BY count(*) DESC, value) = 1
),
properties AS (
    SELECT
        entity_id,
        max(value) FILTER (property = 'subtype') AS subtype,
        max(value) FILTER (property = 'name') AS name,
        max(value) FILTER (property = 'wikidata_id') AS wikidata_id,
        max(value) FILTER (property = 'country') AS country
    FROM "values"
    GROUP BY entity_id
)
SELECT
    t.entity_id,
    t.type,
    p.subtype,
    p.name,
    p.wikidata_id,
    p.country,
    coalesce(m.n_mentions, 0) AS n_mentions,
    coalesce(m.n_briefings, 0) AS n_briefings,
    m.first_dated_on
FROM types AS t
LEFT JOIN properties AS p USING (entity_id)
LEFT JOIN published_mentioned AS m USING (entity_id)
