// question = "What could recycling give of {material}, and where?"
// topic    = "substitution"
// row_key  = ["facility", "scope", "made", "what", "measure", "basis", "unit", "status"]
// phrases  = ["who recycles {material}", "recycling of {material}", "how much {material} comes from scrap", "can recycling replace mined {material}", "recycling capacity for {material}", "recycled {material}", "how much {material} is recycled", "how much {material} comes from recycling", "recovery of {material} from scrap", "how much {material} can be recovered from scrap", "share of {material} from secondary sources", "secondary supply of {material}", "can {material} be recycled", "could scrap cover the need for {material}", "where is {material} recycled", "urban mining of {material}"]
// coverage = ["recycling_supply"]
// [params.material]
// type = "id:Material|Mineral|Component|Technology"
// example = "mineral:cobalt"
// about = "what is won back; its special kinds count too"
// [params.as_of]
// type = "date"
// default = "today"
// about = "the day of the world that is asked about"
// [params.min_grade]
// type = "grade"
// default = "D"
// about = "leave out facts that are weaker than this grade"
// [params.limit]
// type = "integer"
// default = 200
// about = "most rows"
// [columns.facility]
// type = "id:Facility|Company|Country"
// about = "the plant, company or country; a share of demand stands with the country it is about, and with nobody where its scope is no country"
// [columns.value]
// type = "number"
// about = "what it gives or could give; empty when only a bound or words are known; capacities and outputs, and what goes in and what comes out, never add"
// [columns.unit]
// type = "text"
// about = "its unit"
// [columns.share_of_demand]
// type = "number"
// about = "per cent of demand or use that recycled material meets in the country; share_basis says of what"
// [columns.place]
// type = "id:Country"
// about = "where the plant stands or the company has its seat"
// [columns.what]
// type = "text"
// about = "makes it: from scrap; takes its scrap: the figure is what goes in; share only: no output is documented"
// [columns.made]
// type = "id:Material|Mineral|Component|Technology"
// about = "the asked thing or the special kind of it"
// [columns.measure]
// type = "text"
// about = "what the figure is: output, capacity"
// [columns.basis]
// type = "text"
// about = "what is counted"
// [columns.period]
// type = "text"
// about = "the newest period that had ended on as_of; of what is planned, the planned one"
// [columns.value_low]
// type = "number"
// about = "lower bound"
// [columns.value_high]
// type = "number"
// about = "upper bound"
// [columns.value_words]
// type = "text"
// about = "the figure in the source's words; withheld figures are words alone"
// [columns.share_low]
// type = "number"
// about = "lower bound of the share"
// [columns.share_high]
// type = "number"
// about = "upper bound of the share"
// [columns.share_words]
// type = "text"
// about = "the share in the source's words"
// [columns.share_basis]
// type = "text"
// about = "of what it is a share"
// [columns.share_period]
// type = "text"
// about = "period of the share"
// [columns.scope]
// type = "text"
// about = "what the share is about, in the source's words"
// [columns.status]
// type = "text"
// about = "reported, computed, estimated, attributed or planned; what is planned gives nothing yet"
// [columns.idle]
// type = "flag"
// about = "the plant stands still"
// [columns.verdict]
// type = "text"
// about = "figure known: a number or a bound; no data: the producer or the share is documented without a number"
// [columns.disputed]
// type = "flag"
// about = "sources exclude each other"
// [columns.grade]
// type = "grade"
// about = "weakest fact of the row"
// [columns.claims]
// type = "claims"
// about = "every claim behind the row"

MATCH (asked:Entity {id: $material})<-[:KIND_OF*0..4]-(made:Material|Mineral|Component|Technology)
WITH DISTINCT made
// -- shares of demand, the newest of each scope, and the country that a scope names --
CALL (made) {
  OPTIONAL MATCH (made)-[share:HAS_FIGURE]->(:Entity {id: 'measure:recycled-share'})
  WHERE share.status <> 'planned' AND share.grade <= $min_grade AND coalesce(share.period_until, '') <= $as_of
  WITH coalesce(share.scope, '') AS scope, coalesce(share.basis, '') AS basis, share
  ORDER BY scope, basis, coalesce(share.period_until, '') DESC, share.grade, share.id
  WITH scope, basis, collect(share)[0] AS share
  WITH scope, basis, share WHERE share IS NOT NULL
  CALL (scope) {
    OPTIONAL MATCH (named:Country) WHERE (toLower(named.name) = toLower(scope) OR scope IN named.aliases) AND coalesce(named.kind, '') <> 'world'
    RETURN named.id AS country ORDER BY country LIMIT 1
  }
  WITH scope, basis, share, country ORDER BY scope, basis
  RETURN collect({country: country, scope: scope, share: share}) AS shares
}
// -- who makes it from scrap, and who takes the scrap it is made from; the newest figure of each kind --
CALL (made) {
  CALL (made) {
    MATCH (maker:Facility|Company|Country)-[gives:PRODUCES {stage: 'recycling'}]->(made)
    RETURN maker, gives, 'makes it' AS what, [] AS way
    UNION
    MATCH (made)-[from:MADE_FROM {route: 'recycled'}]->(scrap:Material|Mineral)
    WHERE from.status <> 'planned' AND from.grade <= $min_grade
    MATCH kinds = (scrap)<-[:KIND_OF*0..4]-(taken:Material|Mineral)
    MATCH (maker:Facility)-[gives:TREATS]->(taken)
    RETURN maker, gives, 'takes its scrap' AS what, [from] + relationships(kinds) AS way
  }
  WITH maker, gives, what, way
  WHERE gives.grade <= $min_grade AND (gives.status = 'planned' OR coalesce(gives.period_until, '') <= $as_of)
  WITH * ORDER BY maker.id, what, coalesce(gives.period_until, '') DESC, gives.grade, gives.id, [hop IN way | hop.id]
  WITH maker, what, gives.measure AS measure, gives.unit AS unit, gives.basis AS basis, gives.status = 'planned' AS planned,
       collect({gives: gives, way: way})[0] AS newest
  ORDER BY maker.id, what, measure, unit, basis, planned
  RETURN collect({maker: maker, what: what, gives: newest.gives, way: newest.way}) AS givers
}
WITH made, shares, [giver IN givers | {maker: giver.maker, what: giver.what, gives: giver.gives, way: giver.way,
                    share: head([each IN shares WHERE giver.maker:Country AND each.country = giver.maker.id])}] AS joined
UNWIND joined + [each IN shares WHERE none(row IN joined WHERE coalesce(row.share.share = each.share, false))
                 | {maker: null, what: 'share only', gives: null, way: [], share: each}] AS row
WITH made, row, row.maker AS maker, row.gives AS gives, row.share.share AS share
CALL (maker) {
  OPTIONAL MATCH (maker)-[seat:LOCATED_IN|HEADQUARTERED_IN]->(country:Country)
  RETURN CASE WHEN maker:Country THEN maker.id ELSE country.id END AS place, seat
  ORDER BY CASE WHEN maker:Company AND type(seat) = 'HEADQUARTERED_IN' OR maker:Facility AND type(seat) = 'LOCATED_IN' THEN 0 ELSE 1 END, place, seat.id LIMIT 1
}
WITH made, row, maker, gives, share, coalesce(place, row.share.country) AS place, [hop IN [gives, share, seat] + row.way WHERE hop IS NOT NULL] AS hops
RETURN coalesce(maker.id, row.share.country) AS facility, gives.value AS value, gives.unit AS unit, share.value AS share_of_demand, place, row.what AS what,
       made.id AS made, coalesce(gives.measure, '') AS measure, coalesce(gives.basis, '') AS basis, gives.period AS period, gives.low AS value_low, gives.high AS value_high, gives.words AS value_words,
       share.low AS share_low, share.high AS share_high, share.words AS share_words, share.basis AS share_basis, share.period AS share_period,
       coalesce(row.share.scope, '') AS scope, coalesce(gives.status, share.status) AS status, coalesce(gives.idle, false) AS idle,
       CASE WHEN coalesce(gives.value, gives.low, gives.high, share.value, share.low, share.high) IS NULL THEN 'no data' ELSE 'figure known' END AS verdict,
       coalesce(gives.disputed, false) OR coalesce(share.disputed, false) AS disputed,
       reduce(worst = 'A', hop IN hops | CASE WHEN hop.grade > worst THEN hop.grade ELSE worst END) AS grade,
       reduce(all = [], hop IN hops | all + hop.claims) AS claims
ORDER BY CASE what WHEN 'makes it' THEN 0 WHEN 'takes its scrap' THEN 1 ELSE 2 END, measure, unit, coalesce(value, value_low, value_high, -1) DESC,
         facility, scope, made, basis, status, claims
LIMIT toInteger($limit)
