// question = "What do sources claim about cost, grade, recovery or emissions of {process}?"
// topic    = "process"
// row_key  = ["claim"]
// phrases  = ["effects of {process}", "what does {process} save", "does {process} cut refining cost", "claims about {process}", "how much does {process} lower emissions", "cost of {process}", "what does {process} cost", "recovery rate of {process}", "does {process} raise recovery", "how much does {process} improve recovery", "emissions of {process}", "savings from {process}", "benefits of {process}", "cost and recovery figures for {process}", "how much does {process} save", "how efficient is {process}", "energy use of {process}"]
// [params.process]
// type = "id:Process"
// example = "process:ib2-desilication"
// about = "the process; claims on its special kinds count too"
// [params.min_grade]
// type = "grade"
// default = "D"
// about = "leave out claims that are weaker than this grade"
// [params.limit]
// type = "integer"
// default = 200
// about = "most rows"
// [columns.process]
// type = "id:Process"
// about = "the process"
// [columns.measure]
// type = "text"
// about = "what is claimed to change, or what goes in or comes out"
// [columns.value]
// type = "number"
// about = "the figure; a fall is negative"
// [columns.status]
// type = "text"
// about = "reported, computed, estimated, attributed or planned"
// [columns.attributed_to]
// type = "text"
// about = "who says it, when the source only passes it on"
// [columns.value_low]
// type = "number"
// about = "lower bound"
// [columns.value_high]
// type = "number"
// about = "upper bound"
// [columns.value_words]
// type = "text"
// about = "the figure in the source's words"
// [columns.unit]
// type = "text"
// about = "its unit"
// [columns.basis]
// type = "text"
// about = "what is counted, against what"
// [columns.relationship]
// type = "text"
// about = "AFFECTS, TREATS, YIELDS or HAS_FIGURE"
// [columns.item]
// type = "id:Material|Mineral|Process|Measure"
// about = "what the claim is about"
// [columns.source]
// type = "source"
// about = "who published it"
// [columns.grade]
// type = "grade"
// about = "grade of the claim"
// [columns.claim]
// type = "text"
// about = "id of the claim"
// [columns.claims]
// type = "claims"
// about = "the claim"

MATCH (asked:Entity {id: $process})<-[:KIND_OF*0..4]-(process:Process)<-[:ABOUT {role: 'start'}]-(claim:Claim)-[:ABOUT {role: 'end'}]->(item:Material|Mineral|Process|Measure)
WHERE claim.type IN ['AFFECTS', 'TREATS', 'YIELDS', 'HAS_FIGURE'] AND claim.grade <= $min_grade
WITH DISTINCT process, claim, item
RETURN process.id AS process, coalesce(claim.measure, CASE WHEN claim.type = 'HAS_FIGURE' THEN item.name ELSE toLower(claim.type) END) AS measure,
       claim.value AS value, claim.status AS status, claim.attributed_to AS attributed_to, claim.low AS value_low,
       claim.high AS value_high, claim.words AS value_words, claim.unit AS unit, claim.basis AS basis, claim.type AS relationship,
       item.id AS item, claim.source AS source, claim.grade AS grade, claim.id AS claim, [claim.id] AS claims
ORDER BY measure, process, grade, source, claim
LIMIT toInteger($limit)
