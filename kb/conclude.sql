-- Concludes facts from claims. kb/facts.py fills the gaps in braces from the schema and the preference and runs it; the tables
-- `entities`, `facts`, `told` (claims after judgements) and `weighed` (claims with what became of them) are what it reads afterwards.
CREATE TABLE read AS
SELECT {columns},
       coalesce(same_start.canonical, claim_files."start") AS "start", coalesce(same_end.canonical, claim_files."end") AS "end",
       coalesce(same_item.canonical, claim_files.item) AS item, coalesce(same_reporter.canonical, claim_files.reporter) AS reporter
FROM claim_files
LEFT JOIN same_as AS same_start ON same_start.id = claim_files."start"
LEFT JOIN same_as AS same_end ON same_end.id = claim_files."end"
LEFT JOIN same_as AS same_item ON same_item.id = claim_files.item
LEFT JOIN same_as AS same_reporter ON same_reporter.id = claim_files.reporter;

-- the one name of each entity: the project's own tables name it, if they know it
CREATE TABLE named AS
SELECT "start" AS id, arg_min(name, (cited.family <> 'curated', grade, read.id)) AS name
FROM read LEFT JOIN (SELECT id, coalesce(family, '') AS family FROM sources) AS cited ON cited.id = read.source
WHERE type = 'DESCRIBED' GROUP BY 1;

-- what a claim says in one sentence; names fall back to ids (rulings join claims)
CREATE TABLE told AS
SELECT read.*, coalesce(cited.published, '') AS published, coalesce(cited.series, '') AS series, coalesce(preferred.source_rank, 1000) AS source_rank,
       read.type || chr(31) || read."start" || chr(31) || read."end" || chr(31)
           || coalesce(CASE read.type {identity} END, '') AS identity,
       rtrim(CASE WHEN read.type = 'DESCRIBED' THEN read.name ELSE
       concat_ws(' ', coalesce(starts.name, read."start"), CASE WHEN absent THEN 'not:' END, CASE read.type {sentences} END,
                 coalesce(ends.name, read."end")) ||
       coalesce(' (' || nullif(concat_ws('; ', nullif(measure, ''), nullif(stage, ''), nullif(variant, ''), nullif(route, ''), nullif(kind, ''), nullif(scope, '')), '') || ')', '') ||
       coalesce(': ' || coalesce(words, CASE WHEN value IS NOT NULL THEN printf('%.10g', value)
                                WHEN low IS NOT NULL AND high IS NOT NULL THEN printf('%.10g', low) || '-' || printf('%.10g', high)
                                WHEN low IS NOT NULL THEN 'over ' || printf('%.10g', low)
                                WHEN high IS NOT NULL THEN 'up to ' || printf('%.10g', high) END || coalesce(' ' || unit, '')) ||
                coalesce(' ' || basis, ''), '') ||
       coalesce(', ' || nullif(period, ''), '') || coalesce(', from ' || nullif("from", ''), '') END, '.') || '.' AS text
FROM read
LEFT JOIN (SELECT id, published, series FROM sources) AS cited ON cited.id = read.source
LEFT JOIN preferred ON preferred.type = read.type AND preferred.source = read.source
LEFT JOIN named AS starts ON starts.id = read."start"
LEFT JOIN named AS ends ON ends.id = read."end";

-- two figures exclude each other when their intervals, in one unit and basis, do not meet; so do a claim and one that it is not so,
-- and two ends of one state
CREATE TABLE ranked AS
SELECT *, row_number() OVER preferred AS rank,  -- not `place`, which is a town
       CASE WHEN count(*) OVER (PARTITION BY identity) = 1 THEN 'only claim' {rules} END AS why,
       bool_or(absent) OVER alike AND NOT bool_and(absent) OVER alike OR coalesce(min(until) OVER alike <> max(until) OVER alike, false) AS torn,
       numeric AND max(coalesce(low, value, '-infinity'::DOUBLE)) FILTER (numeric) OVER measured
                   > min(coalesce(high, value, 'infinity'::DOUBLE)) FILTER (numeric) OVER measured AS apart
FROM (SELECT *, series <> '' AND published < max(published) OVER (PARTITION BY identity, series) AS superseded,
             CASE WHEN type <> 'DESCRIBED' THEN 'fact:' || sha256(identity)[:20] END AS fact,
             type <> 'DESCRIBED' AND NOT absent AND coalesce(value, low, high) IS NOT NULL AS numeric,
             sha256(concat_ws(chr(31), identity, coalesce(unit, ''), CASE WHEN unit IN ({based}) THEN basis END))[:12] AS comparable
      FROM told)
WINDOW preferred AS (PARTITION BY identity ORDER BY {order}),
       alike AS (PARTITION BY identity),
       measured AS (PARTITION BY comparable);

-- a claim as it was read, and what became of it
CREATE VIEW weighed AS
SELECT * EXCLUDE (published, source_rank, identity, series, superseded, rank, why, torn, apart, numeric, comparable),
       fact IS NOT NULL AND rank = 1 AS preferred, CASE WHEN fact IS NOT NULL AND rank = 1 THEN why END AS rule,
       CASE WHEN apart THEN comparable END AS comparable, fact IS NOT NULL AND (torn OR apart) AS disputed
FROM ranked;

CREATE TABLE entities AS
SELECT "start" AS id, CASE split_part("start", ':', 1) {labels} END AS label, any_value(named.name) AS name, {entity},
       list_sort(list_distinct(flatten(list(coalesce(aliases, [])) || [list(ranked.name)]))) AS aliases,
       list(ranked.id ORDER BY ranked.id) AS claims, first(grade ORDER BY rank) AS grade
FROM ranked JOIN named ON named.id = ranked."start" WHERE type = 'DESCRIBED' GROUP BY "start";
UPDATE entities SET aliases = list_filter(aliases, lambda alias: alias <> name);

CREATE TABLE facts AS
WITH concluded AS (
    SELECT fact AS id, first(type) AS type, first("start") AS "start", first("end") AS "end", {details},
           list(id ORDER BY id) AS claims, first(id ORDER BY rank) AS chosen, first(why ORDER BY rank) AS rule,
           first(status ORDER BY rank) AS status, first(grade ORDER BY rank) AS grade,
           first(absent ORDER BY rank) AS absent, bool_or(torn OR apart) AS disputed
    FROM ranked WHERE fact IS NOT NULL GROUP BY fact)
SELECT concluded.* EXCLUDE absent,
       during.first AS period_from, during.beyond AS period_until, begun.first AS state_from,
       CASE WHEN type = 'IN_STATE' THEN
           least(coalesce(ended.first, '9999-12-31'),
                 coalesce(lead(begun.first) OVER (PARTITION BY type, "start", coalesce(scope, '') ORDER BY begun.first, id), '9999-12-31'))
       END AS state_until
FROM concluded
LEFT JOIN spans AS during ON during.word = concluded.period
LEFT JOIN spans AS begun ON begun.word = concluded."from"
LEFT JOIN spans AS ended ON ended.word = concluded.until
WHERE NOT absent;
