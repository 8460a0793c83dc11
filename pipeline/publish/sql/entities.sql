-- One row per entity over all briefings. Of each property the most frequent value that is known, ties by alphabet;
-- the subtype from those briefings that agree on the type.
WITH named AS (
    SELECT entity_id, type, subtype, name, wikidata_id, country FROM entities
    UNION ALL
    -- Speakers of a briefing from which nothing could be extracted.
    SELECT s.entity_id, CASE WHEN s.entity_id = s.outlet_id THEN 'media' ELSE 'person' END, NULL,
        coalesce(s.name, s.label), NULL, NULL
    FROM speakers AS s
    ANTI JOIN entities AS e USING (entity_id)
    WHERE s.entity_id IS NOT NULL
    UNION ALL
    SELECT s.outlet_id, 'media', NULL, s.outlet_id, NULL, NULL
    FROM speakers AS s
    ANTI JOIN entities AS e ON e.entity_id = s.outlet_id
    WHERE s.outlet_id IS NOT NULL AND s.outlet_id <> coalesce(s.entity_id, '')
),
types AS (
    SELECT entity_id, type
    FROM named
    GROUP BY entity_id, type
    QUALIFY row_number() OVER (PARTITION BY entity_id ORDER BY count(*) DESC, type) = 1
),
known AS (
    SELECT e.entity_id, e.name, e.wikidata_id, e.country, CASE WHEN e.type = t.type THEN e.subtype END AS subtype
    FROM named AS e
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
