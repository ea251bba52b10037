// question = "How did {country}'s suppliers of {product} change from {period} to {period_to}?"
// topic    = "concentration"
// row_key  = ["partner", "item", "measure", "source", "source_after", "basis"]
// phrases  = ["how did {country}'s imports of {product} change from {period} to {period_to}", "change of suppliers of {product} to {country}", "{country} imports of {product} {period} against {period_to}", "did {country} shift its imports of {product}", "who lost and gained in {country}'s imports of {product}", "compare {country}'s sources of {product} in {period} and {period_to}", "how have {country}'s suppliers of {product} shifted since {period}", "{country} {product} suppliers {period} versus {period_to}", "have {country}'s suppliers of {product} changed between {period} and {period_to}", "shift in {country}'s sources of {product} from {period} to {period_to}"]
// [params.country]
// type = "id:Country"
// example = "country:USA"
// about = "the importer"
// [params.product]
// type = "id:Product|Material|Mineral|Component|Technology"
// example = "product:hs-2846"
// about = "a trade code, or a thing: its special kinds and the codes that it goes under are looked at too"
// [params.period]
// type = "period"
// example = "2022"
// about = "the earlier period, as the source writes it"
// [params.period_to]
// type = "period"
// example = "2025"
// about = "the later period"
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
// [columns.share_before]
// type = "number"
// about = "per cent of the importer's imports in the earlier period; empty where no number is known, which is not zero"
// [columns.share_after]
// type = "number"
// about = "per cent in the later period"
// [columns.change]
// type = "number"
// about = "percentage points from the earlier to the later; empty where one of them is unknown"
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
// [columns.amount_before]
// type = "number"
// about = "the figure of the earlier period"
// [columns.amount_after]
// type = "number"
// about = "the figure of the later period"
// [columns.unit]
// type = "text"
// about = "unit of both"
// [columns.words_before]
// type = "text"
// about = "the earlier figure in the source's words"
// [columns.words_after]
// type = "text"
// about = "the later figure in the source's words"
// [columns.basis]
// type = "text"
// about = "what is counted in both periods; two bases are never compared"
// [columns.source]
// type = "source"
// about = "source of the earlier set"
// [columns.source_after]
// type = "source"
// about = "source of the later set: the same one wherever it has both periods"
// [columns.disputed]
// type = "flag"
// about = "sources exclude each other on one of the figures"
// [columns.grade]
// type = "grade"
// about = "grade of the weaker claim, or of the trade code where that is weaker"
// [columns.claims]
// type = "claims"
// about = "both figures, the totals that the shares are of, and the trade code"

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
  AND coalesce(trade.period_until, '') <= $as_of AND (trade.period IN [$period, $period_to])
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
WITH * ORDER BY item, measure, source, basis, unit, reporter, period
WITH asked_items, collect({item: item, measure: measure, period: period, source: source, reporter: reporter, basis: basis, unit: unit, world: world,
     members: named + silent, whole: whole, share_of: share_of}) AS sets
UNWIND [one IN sets WHERE one.period = $period] AS before
UNWIND [one IN sets WHERE one.period = $period_to AND one.item = before.item AND one.measure = before.measure AND one.basis = before.basis
        AND one.unit = before.unit AND one.reporter = before.reporter AND coalesce(one.share_of, '') = coalesce(before.share_of, '')] AS after
WITH asked_items, before, after
ORDER BY before.item, CASE WHEN before.source = after.source THEN 0 ELSE 1 END, CASE before.measure WHEN 'value' THEN 0 WHEN 'import share' THEN 1 ELSE 2 END,
         size(before.members) + size(after.members) DESC, before.source, after.source, before.basis, before.reporter, before.unit
WITH asked_items, before.item AS item, collect({before: before, after: after})[0] AS pair
WITH item, head([one IN asked_items WHERE one.item = item]) AS code, pair.before AS before, pair.after AS after
CALL (before, after) {
  UNWIND before.members + after.members AS one
  WITH DISTINCT one.partner AS partner
  RETURN partner, head([one IN before.members WHERE one.partner = partner]) AS old, head([one IN after.members WHERE one.partner = partner]) AS new
}
WITH *, 100.0 * old.amount / before.whole AS share_old, 100.0 * new.amount / after.whole AS share_new
RETURN partner, round(share_old, 1) AS share_before, round(share_new, 1) AS share_after, round(share_new - share_old, 1) AS change, item, code.bundled AS bundled,
       before.measure AS measure, before.share_of AS share_of, old.amount AS amount_before, new.amount AS amount_after, before.unit AS unit,
       old.words AS words_before, new.words AS words_after, before.basis AS basis, before.source AS source, after.source AS source_after,
       coalesce(old.disputed, false) OR coalesce(new.disputed, false) AS disputed,
       reduce(worst = code.grade, grade IN [coalesce(old.grade, 'A'), coalesce(new.grade, 'A')] | CASE WHEN grade > worst THEN grade ELSE worst END) AS grade,
       [one IN [old, new, before.world, after.world] WHERE one IS NOT NULL | one.claim] + code.claims AS claims
ORDER BY CASE item WHEN $product THEN 0 ELSE 1 END, item, abs(coalesce(change, 0.0)) DESC, coalesce(amount_after, amount_before, -1) DESC, partner
LIMIT toInteger($limit)
