-- One row per source: its header, its provenance where the header is silent, and the counts of its turns.
WITH counts AS (
    SELECT briefing_id, count(*) AS n_turns, sum(n_words) AS n_words
    FROM turns
    GROUP BY briefing_id
),
dates AS (
    SELECT
        t.briefing_id,
        coalesce(h.held_on, t.held_on) AS held_on,
        coalesce(h.published_on, t.published_on) AS published_on
    FROM transcripts AS t
    LEFT JOIN headers AS h USING (briefing_id)
)
SELECT
    t.briefing_id,
    t.collection,
    h.title,
    coalesce(h.publisher, t.publisher) AS publisher,
    h.government,
    h.style,
    d.held_on,
    d.published_on,
    coalesce(d.held_on, d.published_on) AS dated_on,
    CASE
        WHEN d.held_on IS NOT NULL THEN 'held_on'
        WHEN d.published_on IS NOT NULL THEN 'published_on'
    END AS date_basis,
    t.synthetic OR coalesce(h.synthetic, false) AS synthetic,
    t.licence,
    h.location,
    h.language,
    t.source_file,
    t.source_url,
    t.text_file,
    t.sha256,
    t.n_pages,
    coalesce(c.n_turns, 0) AS n_turns,
    coalesce(c.n_words, 0) AS n_words,
    h.share_covered
FROM transcripts AS t
LEFT JOIN headers AS h USING (briefing_id)
LEFT JOIN dates AS d USING (briefing_id)
LEFT JOIN counts AS c USING (briefing_id)
