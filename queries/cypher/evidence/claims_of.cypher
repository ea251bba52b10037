// question = "What does {source} claim, and what do other sources say of each?"
// topic    = "evidence"
// row_key  = ["claim"]
// phrases  = ["what does {source} say", "is {source} right", "check the claims of {source}", "who contradicts {source}", "does anybody else bear out {source}", "what does {source} claim", "everything {source} says and whether others agree", "do other sources support {source}", "do others agree with {source}", "does {source} hold up", "does {source} hold water", "fact check {source}", "can {source} be trusted", "what did {source} get right", "how reliable is {source}", "is {source} true", "claims of {source} against other sources"]
// [params.source]
// type = "source"
// default = "seed-article"
// about = "id of the source"
// [params.limit]
// type = "integer"
// default = 200
// about = "most rows"
// [columns.claim]
// type = "text"
// about = "id of the claim"
// [columns.said]
// type = "text"
// about = "the claim in one sentence"
// [columns.verdict]
// type = "text"
// about = "supported: others bear it out; contradicted: others say otherwise; mixed: some do, some do not, or they narrow it; alone: nobody else was found"
// [columns.others]
// type = "texts"
// about = "what other sources say: supports, qualifies or contradicts, the claim, why, and the source"
// [columns.attributed_to]
// type = "text"
// about = "who says it, when the source only passes it on"
// [columns.grade]
// type = "grade"
// about = "grade of the claim"
// [columns.claims]
// type = "claims"
// about = "the claim itself, those of the others, and the rulings between them"

MATCH (source:Source {id: $source})<-[:FROM]-(stated:Claim)
WHERE NOT stated.type IN ['DESCRIBED', 'CONCERNS', 'COUNTERS', 'SUPPORTS', 'QUALIFIES', 'CONTRADICTS'] OR (stated.type = 'DESCRIBED' AND stated.start STARTS WITH 'viewpoint:')
OPTIONAL MATCH (viewpoint:Entity {id: stated.start}) WHERE stated.type = 'DESCRIBED'
WITH stated, viewpoint,
     COLLECT { UNWIND [stated] + CASE WHEN viewpoint IS NULL THEN [] ELSE [viewpoint] END AS target
               MATCH (target)<-[ruling:SUPPORTS|QUALIFIES|CONTRADICTS]-(other:Claim)
               RETURN {verdict: type(ruling), text: other.text, reason: ruling.reason, source: other.source, id: other.id, claims: ruling.claims}
               ORDER BY type(ruling) DESC, other.source, other.id, ruling.id } AS rulings
WITH stated, viewpoint, rulings, [ruling IN rulings | ruling.verdict] AS verdicts
RETURN stated.id AS claim, CASE WHEN viewpoint IS NOT NULL THEN viewpoint.name ELSE stated.text END AS said,
       CASE WHEN size(rulings) = 0 THEN 'alone'
            WHEN all(verdict IN verdicts WHERE verdict = 'SUPPORTS') THEN 'supported'
            WHEN all(verdict IN verdicts WHERE verdict = 'CONTRADICTS') THEN 'contradicted'
            ELSE 'mixed' END AS verdict,
       [ruling IN rulings | toLower(ruling.verdict) + ': ' + ruling.text + ' (' + ruling.reason + ') [' + ruling.source + ']'] AS others,
       coalesce(stated.attributed_to, viewpoint.attributed_to) AS attributed_to, stated.grade AS grade,
       reduce(all = [stated.id], ruling IN rulings | all + [ruling.id] + ruling.claims) AS claims
ORDER BY coalesce(stated.locator, ''), said, claim
LIMIT toInteger($limit)
