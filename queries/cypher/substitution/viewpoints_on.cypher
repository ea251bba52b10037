// question = "Who argues what about {topic}?"
// topic    = "substitution"
// row_key  = ["viewpoint"]
// phrases  = ["opinions on {topic}", "arguments about {topic}", "who thinks what of {topic}", "is {topic} really a chokepoint", "views for and against on {topic}", "debate over {topic}", "what do people say about {topic}", "what do experts think of {topic}", "pros and cons of {topic}", "views on {topic}", "controversy about {topic}", "is {topic} a chokepoint", "positions on {topic}"]
// [params.topic]
// type = "id:Entity"
// example = "mineral:rare-earths"
// about = "what it is about: an entity, or a viewpoint that others counter; special and general kinds count"
// [params.min_grade]
// type = "grade"
// default = "D"
// about = "leave out viewpoints whose claim is weaker than this grade"
// [params.limit]
// type = "integer"
// default = 200
// about = "most rows"
// [columns.viewpoint]
// type = "id:Viewpoint"
// about = "the sentence that somebody holds"
// [columns.attributed_to]
// type = "text"
// about = "who holds it"
// [columns.countered_by]
// type = "ids:Viewpoint"
// about = "viewpoints against it"
// [columns.supported_by]
// type = "texts"
// about = "what other sources say that bears it out"
// [columns.contradicted_by]
// type = "texts"
// about = "what other sources say against it"
// [columns.grade]
// type = "grade"
// about = "grade of the claim that it concerns the topic"
// [columns.claims]
// type = "claims"
// about = "the claims on the viewpoint, on what it concerns, and for and against it"

MATCH (topic:Entity {id: $topic})
CALL (topic) {
  MATCH (topic)-[:KIND_OF*0..4]-(near:Entity)<-[concerns:CONCERNS]-(viewpoint:Viewpoint)
  WHERE concerns.grade <= $min_grade
  RETURN viewpoint, concerns.grade AS grade, concerns.claims AS concern_claims
  UNION
  MATCH (topic)<-[counters:COUNTERS]-(viewpoint:Viewpoint)
  WHERE counters.grade <= $min_grade
  RETURN viewpoint, counters.grade AS grade, counters.claims AS concern_claims
}
WITH viewpoint, grade, concern_claims ORDER BY viewpoint.id, grade, concern_claims
WITH viewpoint, min(grade) AS grade, reduce(all = [], ids IN collect(concern_claims) | all + ids) AS concern_claims
WITH *, COLLECT { MATCH (viewpoint)<-[:COUNTERS]-(other:Viewpoint) RETURN DISTINCT other.id ORDER BY other.id } AS countered_by,
     COLLECT { MATCH (viewpoint)<-[:SUPPORTS]-(said:Claim) RETURN said ORDER BY said.id } AS supporting,
     COLLECT { MATCH (viewpoint)<-[:CONTRADICTS]-(said:Claim) RETURN said ORDER BY said.id } AS contradicting
RETURN viewpoint.id AS viewpoint, viewpoint.attributed_to AS attributed_to, countered_by,
       [said IN supporting | said.text] AS supported_by, [said IN contradicting | said.text] AS contradicted_by, grade,
       viewpoint.claims + concern_claims + [said IN supporting + contradicting | said.id] AS claims
ORDER BY viewpoint
LIMIT toInteger($limit)
