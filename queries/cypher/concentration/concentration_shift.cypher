// question = "Where does concentration of {material} rise most from mine to refinery to product (period: {period})?"
// topic    = "concentration"
// row_key  = ["material", "from_stage", "to_material", "to_stage"]
// phrases  = ["where does concentration of {material} rise most", "does concentration of {material} rise from mine to refinery", "change of HHI along the chain of {material}", "mining against refining concentration of {material}", "which step of {material} adds concentration", "how does concentration of {material} change from mining to refining", "at which stage does concentration of {material} rise most", "does concentration of {material} rise downstream", "does concentration increase from {material} mine to refinery", "which step from mine to product raises concentration of {material}", "where along the chain does {material} become more concentrated", "jump of concentration of {material} between mine and refinery", "concentration jump of {material}", "mining versus refining concentration of {material}"]
// [params.material]
// type = "id:Mineral|Material|Component|Technology"
// default = ""
// about = "either end of the step, special kinds too; empty for every chain"
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
// about = "what goes into the later step"
// [columns.from_stage]
// type = "text"
// about = "the earlier step of the chain"
// [columns.to_stage]
// type = "text"
// about = "the later step"
// [columns.hhi_from]
// type = "number"
// about = "Herfindahl-Hirschman index over countries at the earlier step, 0 to 10,000 (see concentration_by_stage)"
// [columns.hhi_to]
// type = "number"
// about = "the index at the later step"
// [columns.rise]
// type = "number"
// about = "hhi_to less hhi_from; a fall is negative"
// [columns.to_material]
// type = "id:Mineral|Material|Component|Technology"
// about = "what the later step makes: the same thing, or what is made from it"
// [columns.certainty]
// type = "text"
// about = "certain: the later thing is always made from or with it; possible: only by one documented route or variant"
// [columns.rise_certain]
// type = "flag"
// about = "whatever the two sets miss, the sign of the rise holds"
// [columns.from_country]
// type = "id:Country"
// about = "the largest number at the earlier step"
// [columns.to_country]
// type = "id:Country"
// about = "the largest number at the later step"
// [columns.from_covers]
// type = "number"
// about = "per cent of the world that the numbers of the earlier set add up to"
// [columns.to_covers]
// type = "number"
// about = "per cent of the world that the numbers of the later set add up to"
// [columns.partial]
// type = "flag"
// about = "one of the two sets misses more than 10 % of the world"
// [columns.from_period]
// type = "text"
// about = "period of the earlier set"
// [columns.to_period]
// type = "text"
// about = "period of the later set"
// [columns.from_basis]
// type = "text"
// about = "what the earlier set counts; shares of two bases are set beside each other, never added"
// [columns.to_basis]
// type = "text"
// about = "what the later set counts"
// [columns.disputed]
// type = "flag"
// about = "sources exclude each other on a figure of one of the sets"
// [columns.grade]
// type = "grade"
// about = "grade of the weakest claim in both sets and of the steps between"
// [columns.claims]
// type = "claims"
// about = "every claim of both sets and of the steps between"

CALL () {
  MATCH (asked:Entity {id: $material})<-[:KIND_OF*0..4]-(near:Mineral|Material|Component|Technology)-[:MADE_FROM|USES_MATERIAL*0..4]->(feed:Mineral|Material|Component|Technology)-[:KIND_OF*0..2]->(thing:Mineral|Material|Component|Technology)
  RETURN thing
  UNION
  MATCH (asked:Entity {id: $material})<-[:KIND_OF*0..4]-(feed:Mineral|Material)<-[:MADE_FROM|USES_MATERIAL*1..4]-(thing:Mineral|Material|Component|Technology)
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
WITH *, CASE stage WHEN 'mining' THEN 0 WHEN 'separation' THEN 1 WHEN 'refining' THEN 1 WHEN 'metal' THEN 2 WHEN 'alloy' THEN 3
                   WHEN 'magnet' THEN 4 WHEN 'component' THEN 5 WHEN 'assembly' THEN 6 END AS rank
WHERE rank IS NOT NULL
WITH thing, {stage: stage, rank: rank, hhi: hhi, high: hhi_high, country: shares[0].country, covers: covers,
     period: best.period, basis: best.basis, torn: any(one IN best.members WHERE one.disputed),
     grade: reduce(worst = coalesce(best.whole.grade, 'A'), one IN best.members | CASE WHEN one.grade > worst THEN one.grade ELSE worst END),
     ids: [one IN best.members | one.claim] + CASE WHEN best.whole.claim IS NULL THEN [] ELSE [best.whole.claim] END} AS found
WITH thing, collect(found) AS founds

// -- each thing's steps are set beside those of all that it is made from; both come together at what it is made from --
CALL (thing, founds) {
  RETURN thing AS from, founds AS lows, null AS use
  UNION ALL
  MATCH way = (thing)
    ((product:Mineral|Material|Component|Technology)-[feed:MADE_FROM|USES_MATERIAL]->(source:Mineral|Material)
      WHERE NOT coalesce(feed.route, '') IN ['recycled', 'by-product'] AND feed.status <> 'planned'
        AND coalesce(feed.value, feed.high, 1) > 0 AND feed.grade <= $min_grade){0,4}
    (last:Mineral|Material|Component|Technology)
    ((below:Mineral|Material|Component|Technology)-[climb:KIND_OF]->(above:Mineral|Material|Component|Technology) WHERE climb.grade <= $min_grade){0,2}
    (from:Mineral|Material|Component|Technology)
  WHERE size(feed) > 0 OR size(climb) = 0
  WITH thing, founds, from, nodes(way) AS steps, relationships(way) AS links
  WHERE all(step IN steps WHERE single(other IN steps WHERE other = step))
  WITH thing, founds, from, links,
       CASE WHEN any(hop IN links WHERE coalesce(hop.route, '') <> '' OR coalesce(hop.variant, '') <> '' OR coalesce(hop.optional, false)) THEN 'possible' ELSE 'certain' END AS certainty,
       reduce(worst = 'A', hop IN links | CASE WHEN hop.grade > worst THEN hop.grade ELSE worst END) AS weakest
  ORDER BY from.id, certainty, size(links), weakest, [hop IN links | hop.id]
  WITH thing, founds, from, collect({links: links, weakest: weakest, certainty: certainty})[0] AS way
  RETURN from, null AS lows, {to: thing, highs: founds, way: way} AS use
}
WITH from, head(collect(lows)) AS lows, collect(use) AS uses
UNWIND uses AS use
UNWIND lows AS low
UNWIND use.highs AS high
WITH from, low, high, use.to AS to, use.way AS way, high.hhi - low.hhi AS rise
WHERE low.rank < high.rank
  AND ($material = '' OR EXISTS { (from)-[:KIND_OF*0..4]->(:Entity {id: $material}) } OR EXISTS { (to)-[:KIND_OF*0..4]->(:Entity {id: $material}) })
RETURN from.id AS material, low.stage AS from_stage, high.stage AS to_stage, low.hhi AS hhi_from, high.hhi AS hhi_to, rise,
       to.id AS to_material, way.certainty AS certainty, high.hhi > low.high OR high.high < low.hhi AS rise_certain, low.country AS from_country, high.country AS to_country,
       round(low.covers, 1) AS from_covers, round(high.covers, 1) AS to_covers, low.covers < 90 OR high.covers < 90 AS partial,
       low.period AS from_period, high.period AS to_period, low.basis AS from_basis, high.basis AS to_basis, low.torn OR high.torn AS disputed,
       reduce(worst = way.weakest, grade IN [low.grade, high.grade] | CASE WHEN grade > worst THEN grade ELSE worst END) AS grade,
       reduce(all = low.ids + high.ids, hop IN way.links | all + hop.claims) AS claims
ORDER BY partial AND NOT rise_certain, rise DESC, material, from_stage, to_material, to_stage
LIMIT toInteger($limit)
