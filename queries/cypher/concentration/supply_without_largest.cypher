// question = "What is left of {material} without the largest supplier (N-1; period: {period})?"
// topic    = "concentration"
// row_key  = ["material", "stage"]
// phrases  = ["supply of {material} without the largest country", "what if the largest supplier of {material} fails", "N-1 of {material}", "how much {material} is left without its largest producer", "{material} without the biggest producer in {period}", "{material} supply if the largest supplier dropped out", "what share of {material} remains without the top producer", "loss of the largest producer of {material}", "N-1 test for {material}", "N-1 rule for {material} supply", "if the largest producer of {material} stops what is left", "what would remain of {material} if the largest producer fell away", "losing the largest producer of {material}"]
// [params.material]
// type = "id:Mineral|Material|Component|Technology"
// default = ""
// about = "what is made; its special kinds stand in rows of their own; empty for everything"
// [params.period]
// type = "period"
// default = "newest"
// about = "period of the shares, as its source writes it (2024); newest takes the last that had ended on as_of, but one that covers 90 % of the world before a partial one that is at most three years younger"
// [params.as_of]
// type = "date"
// default = "today"
// about = "the day of the world that is asked about"
// [params.min_grade]
// type = "grade"
// default = "D"
// about = "leave out claims that are weaker than this grade"
// [params.limit]
// type = "integer"
// default = 200
// about = "most rows"
// [columns.material]
// type = "id:Mineral|Material|Component|Technology"
// about = "what is made"
// [columns.stage]
// type = "text"
// about = "step of the chain"
// [columns.largest]
// type = "id:Country"
// about = "the country with the largest number in the preferred share set"
// [columns.share_left]
// type = "number"
// about = "per cent of world output that does not come from it; at most this much where a country without a number could be larger (largest_certain false)"
// [columns.share_named]
// type = "number"
// about = "the part of share_left that comes from countries with a number; the rest is not told by country"
// [columns.largest_share]
// type = "number"
// about = "per cent of world output that comes from the largest"
// [columns.second]
// type = "id:Country"
// about = "the next largest number; empty when the source names no other"
// [columns.second_share]
// type = "number"
// about = "its share, per cent"
// [columns.set_covers]
// type = "number"
// about = "per cent of the world that the numbers of the set add up to"
// [columns.partial]
// type = "flag"
// about = "the set misses more than 10 % of the world"
// [columns.largest_certain]
// type = "flag"
// about = "no country outside the numbers can be larger"
// [columns.without_figure]
// type = "ids:Country"
// about = "countries that the source names without a number: withheld, or a bound or words alone; not counted, and not zero"
// [columns.period]
// type = "text"
// about = "period of the set"
// [columns.how]
// type = "text"
// about = "stated shares: per cent of the world as the source gives them; from outputs: each country's output over the same source's world total"
// [columns.basis]
// type = "text"
// about = "what is counted"
// [columns.source]
// type = "source"
// about = "the one source of the set"
// [columns.disputed]
// type = "flag"
// about = "sources exclude each other on a figure of the set"
// [columns.grade]
// type = "grade"
// about = "grade of the weakest claim in the set"
// [columns.claims]
// type = "claims"
// about = "every claim of the set, of those without a number, and of the world total"

CALL () {
  MATCH (asked:Entity {id: $material})<-[:KIND_OF*0..4]-(thing:Mineral|Material|Component|Technology)
  RETURN thing
  UNION
  UNWIND CASE $material WHEN '' THEN ['everything'] ELSE [] END AS every
  MATCH (thing:Mineral|Material|Component|Technology)
  RETURN thing
}
// -- share sets: one source, period, measure and basis each, the preferred one first; a thing at a time, so that a limit ends the work early --
WITH thing ORDER BY thing.id
CALL (thing) {
  MATCH (maker:Country)-[makes:PRODUCES]->(thing)
  WHERE makes.measure IN ['share of world output', 'output'] AND coalesce(makes.stage, '') <> '' AND coalesce(maker.kind, '') <> 'bloc'
    AND coalesce(makes.period_until, '') <= $as_of AND ($period IN ['', 'newest'] OR makes.period = $period)
  UNWIND makes.claims AS said_id
  MATCH (said:Claim {id: said_id})
  WHERE said.status <> 'planned' AND said.grade <= $min_grade AND NOT coalesce(said.absent, false)
  WITH thing, maker, makes, said ORDER BY said.value DESC, maker.id, said.id
  WITH thing, makes.stage AS stage, makes.measure AS measure, coalesce(makes.period, '') AS period, coalesce(makes.period_until, '') AS until, said.source AS source,
       collect({country: maker.id, world: coalesce(maker.kind, '') = 'world', value: said.value, unit: said.unit, basis: coalesce(said.basis, ''),
                disputed: coalesce(makes.disputed, false), grade: said.grade, claim: said.id}) AS told
  CALL (told) {
    UNWIND told AS one
    WITH one WHERE one.value > 0 AND NOT one.world
    RETURN DISTINCT one.basis AS basis, one.unit AS unit
  }
  WITH *, COLLECT {
    MATCH (thing)-[total:HAS_FIGURE {scope: stage}]->(:Measure {id: 'measure:world-output'})
    WHERE measure = 'output' AND coalesce(total.period, '') = period
    UNWIND total.claims AS whole_id
    MATCH (whole:Claim {id: whole_id})
    WITH whole WHERE whole.source = source AND whole.status <> 'planned' AND whole.unit = unit AND coalesce(whole.basis, '') = basis AND whole.value > 0
    RETURN {value: whole.value, grade: whole.grade, claim: whole.id} ORDER BY whole.id } AS totals
  WITH *, CASE measure WHEN 'output' THEN ([one IN told WHERE one.world AND one.value > 0 AND one.unit = unit AND one.basis = basis] + totals)[0]
                       ELSE {value: 100.0} END AS whole
  WHERE whole IS NOT NULL AND (measure = 'output' OR unit = '%')
  WITH thing, stage, period, until, source, basis, whole, CASE measure WHEN 'output' THEN 'from outputs' ELSE 'stated shares' END AS how,
       [one IN told WHERE NOT one.world AND one.value > 0 AND one.unit = unit AND one.basis = basis | {country: one.country, share: 100.0 * one.value / whole.value}] AS shares,
       [one IN told WHERE NOT one.world AND one.value IS NULL AND (one.unit IS NULL OR (one.unit = unit AND one.basis = basis)) | one.country] AS without_figure,
       [one IN told WHERE NOT one.world AND ((one.unit = unit AND one.basis = basis) OR one.unit IS NULL)] AS members
  WITH *, reduce(sum = 0.0, one IN shares | sum + one.share) AS covers
  OPTIONAL MATCH (told_by:Source {id: source})
  WITH *, coalesce(told_by.published, '') AS published ORDER BY stage, until DESC, source, basis, how
  WITH stage, max(until) AS newest, collect({shares: shares, covers: covers, without_figure: without_figure, members: members, whole: whole, period: period,
       until: until, published: published, source: source, basis: basis, how: how}) AS found
  CALL (newest, found) {
    UNWIND found AS one
    WITH one, CASE WHEN one.covers >= 90 AND (newest = '' OR one.until >= toString(date(newest) - duration({years: 3}))) THEN 0 ELSE 1 END AS late
    RETURN one AS best
    ORDER BY late, one.until DESC, one.published DESC, size(one.shares) DESC, one.covers DESC, one.source, one.basis, one.how LIMIT 1
  }
  WITH stage, best, best.shares AS shares, best.covers AS covers,
       CASE WHEN best.covers < 100 THEN 100 - best.covers ELSE 0.0 END AS missed, reduce(sum = 0.0, one IN best.shares | sum + one.share * one.share) AS squares
  RETURN stage, best, shares, covers, missed, missed < shares[0].share AND (best.how = 'stated shares' OR size(best.without_figure) = 0) AS top_certain,
       CASE WHEN squares < 10000 THEN toInteger(round(squares)) ELSE 10000 END AS hhi,  // rounded world totals can give a little more
       CASE WHEN squares + missed * missed < 10000 THEN toInteger(round(squares + missed * missed)) ELSE 10000 END AS hhi_high
}
// -- end of share sets --
RETURN thing.id AS material, stage, shares[0].country AS largest,
       CASE WHEN shares[0].share < 100 THEN round(100 - shares[0].share, 1) ELSE 0.0 END AS share_left,
       round(reduce(sum = 0.0, one IN shares[1..] | sum + one.share), 1) AS share_named, round(shares[0].share, 1) AS largest_share,
       shares[1].country AS second, round(shares[1].share, 1) AS second_share, round(covers, 1) AS set_covers, covers < 90 AS partial,
       top_certain AS largest_certain, best.without_figure AS without_figure, best.period AS period, best.how AS how, best.basis AS basis,
       best.source AS source, any(one IN best.members WHERE one.disputed) AS disputed,
       reduce(worst = coalesce(best.whole.grade, 'A'), one IN best.members | CASE WHEN one.grade > worst THEN one.grade ELSE worst END) AS grade,
       [one IN best.members | one.claim] + CASE WHEN best.whole.claim IS NULL THEN [] ELSE [best.whole.claim] END AS claims
ORDER BY share_left, material, stage
LIMIT toInteger($limit)
