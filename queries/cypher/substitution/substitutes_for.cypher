// question = "What can replace {item}, how well, how ready, and who makes the substitute?"
// topic    = "substitution"
// row_key  = ["substitute", "replaces", "use"]
// phrases  = ["substitutes for {item}", "alternatives to {item}", "what can replace {item}", "how to do without {item}", "is there a replacement for {item}", "what can be used instead of {item}", "what could be used in place of {item}", "substitute materials for {item}", "replacements for {item}", "stand-ins for {item}", "options to swap out {item}", "how replaceable is {item}", "can anything stand in for {item}", "ways around {item}", "what could take the place of {item}", "substitution of {item}"]
// [params.item]
// type = "id:Material|Component|Technology|Process"
// example = "material:ndfeb-magnet"
// about = "what is to be replaced; substitutes of its special kinds replace a part of it"
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
// [columns.substitute]
// type = "id:Material|Component|Technology|Process"
// about = "the substitute"
// [columns.performance]
// type = "text"
// about = "how well it does, in words"
// [columns.readiness]
// type = "text"
// about = "how far it is"
// [columns.leading_country]
// type = "id:Country"
// about = "the country with the largest known share of the substitute's output, or where a named maker sits"
// [columns.replaces]
// type = "id:Material|Component|Technology|Process"
// about = "the asked item or the special kind of it that is replaced"
// [columns.use]
// type = "text"
// about = "in which use"
// [columns.makers]
// type = "ids:Company|Facility"
// about = "documented makers of the substitute"
// [columns.status]
// type = "text"
// about = "reported, computed, estimated, attributed or planned"
// [columns.attributed_to]
// type = "text"
// about = "who says it, when the source only passes it on"
// [columns.grade]
// type = "grade"
// about = "grade of the fact"
// [columns.claims]
// type = "claims"
// about = "every claim behind the row"

MATCH (asked:Entity {id: $item})<-[:KIND_OF*0..4]-(replaced:Material|Component|Technology|Process)
WITH DISTINCT replaced
MATCH (replaced)<-[instead:SUBSTITUTES]-(substitute:Material|Component|Technology|Process)
WHERE instead.grade <= $min_grade
CALL (substitute) {
  OPTIONAL MATCH (leader:Country)-[makes:PRODUCES {measure: 'share of world output'}]->(substitute)
  WHERE makes.status <> 'planned' AND coalesce(makes.period_until, '') <= $as_of AND makes.grade <= $min_grade AND NOT leader.kind IN ['world', 'bloc']
  RETURN leader.id AS leader, makes.claims AS leader_claims
  ORDER BY coalesce(makes.period_until, '') DESC, coalesce(makes.value, makes.low, -1) DESC, leader, makes.id LIMIT 1
}
CALL (substitute) {
  OPTIONAL MATCH (maker:Company|Facility)-[produces:PRODUCES]->(substitute)
  WHERE produces.status <> 'planned' AND produces.grade <= $min_grade
  OPTIONAL MATCH (maker)-[seat:HEADQUARTERED_IN|LOCATED_IN]->(home:Country)
  WITH maker, produces, seat, home ORDER BY maker.id, home.id, produces.id
  RETURN collect(DISTINCT maker.id) AS makers, collect(DISTINCT home.id)[0] AS home,
         reduce(all = [], hop IN collect(produces) + collect(seat) | all + hop.claims) AS maker_claims
}
OPTIONAL MATCH (said:Claim {id: instead.chosen})
RETURN substitute.id AS substitute, instead.performance AS performance, instead.readiness AS readiness,
       coalesce(leader, home) AS leading_country, replaced.id AS replaces, coalesce(instead.use, '') AS use, makers,
       instead.status AS status, said.attributed_to AS attributed_to, instead.grade AS grade,
       instead.claims + coalesce(leader_claims, []) + maker_claims AS claims
ORDER BY replaces, substitute, use
LIMIT toInteger($limit)
