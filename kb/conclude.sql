-- Concludes facts from claims. kb/facts.py fills the gaps in braces from the schema and the preference and runs it; the tables
-- `entities`, `facts` and `told` (claims after judgements) are what it reads afterwards.
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

CREATE TABLE ranked AS
SELECT *, row_number() OVER preferred AS place,
       CASE WHEN count(*) OVER (PARTITION BY identity) = 1 THEN 'only claim' {rules} END AS why
FROM (SELECT *, series <> '' AND published < max(published) OVER (PARTITION BY identity, series) AS superseded FROM told)
WINDOW preferred AS (PARTITION BY identity ORDER BY {order});

CREATE TABLE entities AS
SELECT "start" AS id, CASE split_part("start", ':', 1) {labels} END AS label, any_value(named.name) AS name, {entity},
       list_sort(list_distinct(flatten(list(coalesce(aliases, [])) || [list(ranked.name)]))) AS aliases,
       list(ranked.id ORDER BY ranked.id) AS claims, first(grade ORDER BY place) AS grade
FROM ranked JOIN named ON named.id = ranked."start" WHERE type = 'DESCRIBED' GROUP BY "start";
UPDATE entities SET aliases = list_filter(aliases, lambda alias: alias <> name);

-- two figures exclude each other when their intervals, in one unit and basis, do not meet
CREATE TABLE facts AS
WITH figured AS (
    SELECT identity, coalesce(unit, '') AS unit, CASE WHEN unit IN ({based}) THEN basis ELSE '' END AS basis,
           max(coalesce(low, value, '-infinity'::DOUBLE)) > min(coalesce(high, value, 'infinity'::DOUBLE)) AS apart
    FROM ranked WHERE type <> 'DESCRIBED' AND NOT absent AND coalesce(value, low, high) IS NOT NULL
    GROUP BY 1, 2, 3),
concluded AS (
    SELECT identity, first(type) AS type, first("start") AS "start", first("end") AS "end", {details},
           list(id ORDER BY id) AS claims, first(id ORDER BY place) AS chosen, first(why ORDER BY place) AS rule,
           first(status ORDER BY place) AS status, first(grade ORDER BY place) AS grade,
           first(absent ORDER BY place) AS absent,
           count(DISTINCT absent) > 1 OR count(DISTINCT until) > 1 AS torn
    FROM ranked WHERE type <> 'DESCRIBED' GROUP BY identity)
SELECT 'fact:' || sha256(concluded.identity)[:20] AS id, concluded.* EXCLUDE (identity, absent, torn),
       torn OR coalesce((SELECT bool_or(apart) FROM figured WHERE figured.identity = concluded.identity), false) AS disputed,
       during.first AS period_from, during.beyond AS period_until, begun.first AS state_from,
       CASE WHEN type = 'IN_STATE' THEN
           least(coalesce(ended.first, '9999-12-31'),
                 coalesce(lead(begun.first) OVER (PARTITION BY type, "start", coalesce(scope, '') ORDER BY begun.first, identity), '9999-12-31'))
       END AS state_until
FROM concluded
LEFT JOIN spans AS during ON during.word = concluded.period
LEFT JOIN spans AS begun ON begun.word = concluded."from"
LEFT JOIN spans AS ended ON ended.word = concluded.until
WHERE NOT absent;
