// question = "Which claims stand behind the relationships from {start} to {end}?"
// topic    = "evidence"
// row_key  = ["claim"]
// phrases  = ["evidence that {start} leads to {end}", "sources for {start} and {end}", "who says {start} {end}", "how do we know that {start} goes with {end}", "proof that {start} {end}", "how do you know that {start} {end}", "what backs up that {start} {end}", "what evidence links {start} to {end}", "sources behind the link from {start} to {end}", "which claims support that {start} {end}", "citations for {start} and {end}", "where does it say that {start} {end}"]
// [params.start]
// type = "id:Entity"
// example = "country:CHN"
// about = "where the relationship begins"
// [params.end]
// type = "id:Entity"
// example = "material:ndfeb-magnet"
// about = "where it ends"
// [params.min_grade]
// type = "grade"
// default = "D"
// about = "leave out claims that are weaker than this grade"
// [params.limit]
// type = "integer"
// default = 200
// about = "most rows"
// [columns.claim]
// type = "text"
// about = "id of the claim"
// [columns.source]
// type = "source"
// about = "who published it"
// [columns.observed]
// type = "text"
// about = "the source's words, where they were noted"
// [columns.grade]
// type = "grade"
// about = "grade of the claim"
// [columns.said]
// type = "text"
// about = "the claim in one sentence"
// [columns.relationship]
// type = "text"
// about = "relationship type"
// [columns.status]
// type = "text"
// about = "reported, computed, estimated, attributed or planned"
// [columns.locator]
// type = "text"
// about = "where in the source"
// [columns.chosen]
// type = "flag"
// about = "the fact shows this claim's figure"
// [columns.rule]
// type = "text"
// about = "why the chosen claim was chosen"
// [columns.disputed]
// type = "flag"
// about = "claims of this identity exclude each other"
// [columns.absent]
// type = "flag"
// about = "the claim is that it is not so"
// [columns.claims]
// type = "claims"
// about = "the claim"

MATCH (stated:Claim {start: $start, end: $end})
WHERE stated.grade <= $min_grade
OPTIONAL MATCH (win:Claim {fact: stated.fact, preferred: true})
WHERE NOT coalesce(win.absent, false)  // where a claim of absence wins there is no fact
RETURN stated.id AS claim, stated.source AS source, stated.observed AS observed, stated.grade AS grade, stated.text AS said,
       stated.type AS relationship, stated.status AS status, stated.locator AS locator, coalesce(win.id = stated.id, false) AS chosen,
       win.rule AS rule, EXISTS { MATCH (:Claim {fact: stated.fact, disputed: true}) } AS disputed, coalesce(stated.absent, false) AS absent, [stated.id] AS claims
ORDER BY relationship, coalesce(stated.measure, ''), coalesce(stated.stage, ''), coalesce(stated.period, '') DESC, chosen DESC, grade, source, claim
LIMIT toInteger($limit)
