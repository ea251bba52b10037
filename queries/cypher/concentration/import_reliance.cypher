// question = "Whom does {country} import {product} from (period: {period})?"
// topic    = "concentration"
// row_key  = ["partner", "item", "measure", "source", "basis", "period"]
// phrases  = ["where does {country} import {product} from", "{country} imports of {product} by partner in {period}", "suppliers of {product} to {country}", "import reliance of {country} on {product}", "who supplies {country} with {product}", "where does {country} get its {product}", "from whom does {country} get {product}", "where is {country}'s {product} from", "how much does {country} rely on imports of {product}", "where does {country} get most of its {product}", "sources of {country}'s imports of {product}", "{country} import sources of {product}", "where do {country}'s imports of {product} come from", "net import reliance of {country} for {product}", "how reliant is {country} on imports of {product}", "how import dependent is {country} on {product}", "{country}'s suppliers of {product}", "largest suppliers of {product} to {country}", "which countries supply {country} with {product}", "dependence of {country} on imported {product}", "{country}'s procurement of {product}", "where does {country} procure {product}", "imports of {product} into {country} by country of origin"]
// [params.country]
// type = "id:Country"
// example = "country:USA"
// about = "the importer"
// [params.product]
// type = "id:Product|Material|Mineral|Component|Technology"
// example = "product:hs-850511"
// about = "a trade code, or a thing: its special kinds and the codes that it goes under are looked at too"
// [params.period]
// type = "period"
// default = "newest"
// about = "period of the figures, as the source writes it (2022); newest takes the last that had ended on as_of"
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
// [columns.partner]
// type = "id:Country"
// about = "the exporter"
// [columns.value_usd]
// type = "number"
// about = "value of the imports, US dollars; empty where another measure is told, or no number"
// [columns.share]
// type = "number"
// about = "per cent of the importer's imports, or of those from documented partners (see share_of)"
// [columns.item]
// type = "id:Product|Material|Mineral|Component|Technology"
// about = "what is traded: the asked thing, a special kind of it, or its trade code"
// [columns.bundled]
// type = "flag"
// about = "the trade code covers other things too"
// [columns.measure]
// type = "text"
// about = "value, quantity, or import share as the source gives it"
// [columns.share_of]
// type = "text"
// about = "all imports: the source gives shares or the total; documented partners: no total is known, so the shares are too high by what is missing; empty: one partner alone is known, which makes no share"
// [columns.amount]
// type = "number"
// about = "the figure in its own unit"
// [columns.unit]
// type = "text"
// about = "unit of amount"
// [columns.words]
// type = "text"
// about = "the figure in the source's words; withheld and bounded figures have no number, which is not zero"
// [columns.set_covers]
// type = "number"
// about = "per cent of all imports that the numbers of the set add up to; empty where no total is known"
// [columns.partial]
// type = "flag"
// about = "the set misses more than 10 % of all imports, or its total is not known"
// [columns.period]
// type = "text"
// about = "period of the set"
// [columns.basis]
// type = "text"
// about = "what is counted"
// [columns.reporter]
// type = "id:Country"
// about = "whose customs report it; empty for reconciled trade"
// [columns.source]
// type = "source"
// about = "the one source of the set"
// [columns.disputed]
// type = "flag"
// about = "sources exclude each other on the figure"
// [columns.grade]
// type = "grade"
// about = "grade of the claim, or of the trade code where that is weaker"
// [columns.claims]
// type = "claims"
// about = "the figure, the total that the share is of, and the trade code"

CALL () {
  MATCH (asked:Entity {id: $product})<-[:KIND_OF*0..4]-(thing:Mineral|Material|Component|Technology|Product)
  RETURN thing.id AS item, false AS bundled, [] AS code_claims, 'A' AS code_grade
  UNION
  MATCH (asked:Entity {id: $product})-[code:CLASSIFIED_AS]->(thing:Product)
  WHERE code.grade <= $min_grade
  RETURN thing.id AS item, coalesce(code.bundled, false) AS bundled, code.claims AS code_claims, code.grade AS code_grade
}
WITH item, bundled, code_claims, code_grade ORDER BY item, bundled, code_claims
WITH collect({item: item, bundled: bundled, claims: code_claims, grade: code_grade}) AS asked_items
MATCH (importer:Entity {id: $country})
// -- import sets: one source, period, measure, basis and reporter each --
MATCH (exporter:Country)-[trade:TRADES_WITH]->(importer)
WHERE trade.item IN [one IN asked_items | one.item] AND trade.measure IN ['value', 'quantity', 'import share'] AND coalesce(exporter.kind, '') <> 'bloc'
  AND coalesce(trade.period_until, '') <= $as_of AND ($period IN ['', 'newest'] OR trade.period = $period)
UNWIND trade.claims AS said_id
MATCH (said:Claim {id: said_id})
WHERE said.status <> 'planned' AND said.grade <= $min_grade AND NOT coalesce(said.absent, false)
WITH asked_items, exporter, trade, said, CASE said.unit WHEN 'million USD' THEN 1000000.0 WHEN 'billion USD' THEN 1000000000.0 ELSE 1.0 END AS factor
WITH asked_items, exporter, trade, said, said.value * factor AS amount, CASE WHEN said.unit ENDS WITH 'USD' THEN 'USD' ELSE said.unit END AS unit
ORDER BY trade.item, amount DESC, exporter.id, said.id
WITH asked_items, trade.item AS item, trade.measure AS measure, coalesce(trade.period, '') AS period, coalesce(trade.period_until, '') AS until,
     said.source AS source, coalesce(trade.reporter, '') AS reporter,
     collect({partner: exporter.id, world: coalesce(exporter.kind, '') = 'world', amount: amount, words: said.words, unit: unit, basis: coalesce(said.basis, ''),
              disputed: coalesce(trade.disputed, false), grade: said.grade, claim: said.id}) AS told
CALL (told) {
  UNWIND told AS one
  WITH one WHERE one.amount >= 0
  RETURN DISTINCT one.basis AS basis, one.unit AS unit
}
WITH *, [one IN told WHERE NOT one.world AND one.amount > 0 AND one.unit = unit AND one.basis = basis] AS named,
     head([one IN told WHERE one.world AND one.amount > 0 AND one.unit = unit AND one.basis = basis]) AS world
WITH *, [one IN told WHERE NOT one.world AND one.amount IS NULL AND (one.unit IS NULL OR (one.unit = unit AND one.basis = basis))] AS silent,
     reduce(sum = 0.0, one IN named | sum + one.amount) AS sum
WITH *, CASE WHEN measure = 'import share' THEN 100.0 WHEN world IS NOT NULL THEN world.amount WHEN size(named) + size(silent) > 1 THEN sum END AS whole,
     CASE WHEN measure = 'import share' OR world IS NOT NULL THEN 'all imports' WHEN size(named) + size(silent) > 1 THEN 'documented partners' END AS share_of
// -- end of import sets --
WITH * ORDER BY item, until DESC, CASE measure WHEN 'value' THEN 0 WHEN 'import share' THEN 1 ELSE 2 END, size(named) DESC, source, basis, reporter, unit
WITH item, collect({item: head([one IN asked_items WHERE one.item = item]), measure: measure, period: period, source: source, reporter: reporter, basis: basis,
     unit: unit, world: world, members: named + silent, whole: whole, share_of: share_of, sum: sum})[0] AS best
UNWIND best.members AS one
RETURN one.partner AS partner, CASE WHEN best.unit = 'USD' THEN one.amount END AS value_usd, round(100.0 * one.amount / best.whole, 1) AS share, item,
       best.item.bundled AS bundled, best.measure AS measure, best.share_of AS share_of, one.amount AS amount, best.unit AS unit, one.words AS words,
       CASE best.share_of WHEN 'all imports' THEN round(100.0 * best.sum / best.whole, 1) END AS set_covers,
       coalesce(best.share_of, '') <> 'all imports' OR 100.0 * best.sum / best.whole < 90 AS partial, best.period AS period, best.basis AS basis,
       CASE best.reporter WHEN '' THEN null ELSE best.reporter END AS reporter, best.source AS source, one.disputed AS disputed,
       CASE WHEN best.item.grade > one.grade THEN best.item.grade ELSE one.grade END AS grade,
       [one.claim] + best.item.claims + CASE WHEN best.world IS NULL THEN [] ELSE [best.world.claim] END AS claims
ORDER BY CASE item WHEN $product THEN 0 ELSE 1 END, item, coalesce(one.amount, -1) DESC, partner, claims
LIMIT toInteger($limit)
