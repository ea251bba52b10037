// question = "Where do sources exclude each other by more than {points}, and which is preferred by which rule?"
// topic    = "evidence"
// row_key  = ["chosen_claim", "other_claim"]
// phrases  = ["where do sources disagree", "conflicting figures", "which figures differ by more than {points}", "what is disputed about {about}", "which numbers were revised between releases", "contradictory figures", "contradictions about {about}", "conflicting figures on {about}", "sources that contradict each other about {about}", "disputed numbers on {about}", "which figures are contested"]
// [params.points]
// type = "number"
// default = 5
// about = "least difference: per cent points where the unit is %, otherwise per cent of the chosen value"
// [params.about]
// type = "id:Entity"
// default = ""
// about = "only what begins or ends here; empty for everything"
// [params.min_grade]
// type = "grade"
// default = "D"
// about = "leave out claims that are weaker than this grade"
// [params.limit]
// type = "integer"
// default = 200
// about = "most rows"
// [columns.subject]
// type = "text"
// about = "what the claims are about"
// [columns.chosen]
// type = "number"
// about = "the figure of the chosen claim; empty when it has only a bound, or none"
// [columns.other]
// type = "number"
// about = "the figure of the other claim"
// [columns.difference]
// type = "number"
// about = "how far they are apart, or with bounds at least are; empty when they exclude each other without figures"
// [columns.rule]
// type = "text"
// about = "why the chosen claim was chosen"
// [columns.difference_in]
// type = "text"
// about = "per cent points: the unit is %; per cent of the chosen value: any other unit; none: one says that it is not so, or they give two ends of one state"
// [columns.unit]
// type = "text"
// about = "unit of both figures"
// [columns.chosen_low]
// type = "number"
// about = "lower bound of the chosen figure"
// [columns.chosen_high]
// type = "number"
// about = "upper bound of the chosen figure"
// [columns.chosen_words]
// type = "text"
// about = "the chosen figure, state's end or absence in words"
// [columns.other_low]
// type = "number"
// about = "lower bound of the other figure"
// [columns.other_high]
// type = "number"
// about = "upper bound of the other figure"
// [columns.other_words]
// type = "text"
// about = "the other figure, state's end or absence in words"
// [columns.between]
// type = "text"
// about = "sources: different ones; releases: two releases of one, where the older was revised"
// [columns.standing]
// type = "text"
// about = "chosen: the fact shows the first of the two; neither: it shows a third claim, which this pair does not exclude"
// [columns.chosen_source]
// type = "source"
// about = "who published the chosen claim"
// [columns.other_source]
// type = "source"
// about = "who published the other"
// [columns.chosen_claim]
// type = "text"
// detail = true
// about = "id of the chosen claim"
// [columns.other_claim]
// type = "text"
// detail = true
// about = "id of the other claim"
// [columns.start]
// type = "id:Entity"
// detail = true
// about = "where the fact begins"
// [columns.relationship]
// type = "text"
// detail = true
// about = "relationship type"
// [columns.end]
// type = "id:Entity"
// detail = true
// about = "where it ends"
// [columns.period]
// type = "text"
// detail = true
// about = "period of the figure"
// [columns.grade]
// type = "grade"
// about = "grade of the chosen claim"
// [columns.claims]
// type = "claims"
// about = "the two claims"

MATCH (claim:Claim {disputed: true})
WHERE claim.grade <= $min_grade AND ($about = '' OR $about IN [claim.start, claim.end])
MATCH (claim)-[:FROM]->(source:Source)
WITH claim, source ORDER BY claim.fact, claim.id
WITH claim.fact AS fact, collect({claim: claim, source: source, chosen: coalesce(claim.preferred, false), absent: coalesce(claim.absent, false),
     least: coalesce(claim.low, claim.value, -1.0e300), most: coalesce(claim.high, claim.value, 1.0e300)}) AS told
UNWIND told AS one
UNWIND [each IN told WHERE each.claim.id <> one.claim.id] AS other
// two that are both not chosen only where neither of them excludes the chosen one, or they would be told thrice
WITH fact, told, one, other, [each IN told WHERE each.chosen AND coalesce(each.claim.comparable = one.claim.comparable, false)] AS wins
WITH fact, one, other, one.chosen OR (NOT other.chosen AND (one.claim.grade < other.claim.grade OR (one.claim.grade = other.claim.grade AND one.claim.id < other.claim.id))
       AND none(win IN wins WHERE win.least > one.most OR one.least > win.most OR win.least > other.most OR other.least > win.most)) AS told_once,
     coalesce(one.claim.comparable = other.claim.comparable, false) AS figures,
     CASE WHEN one.least > other.most THEN one.least - other.most ELSE other.least - one.most END AS apart,
     CASE WHEN one.least > other.most THEN one.least ELSE one.most END AS facing
WHERE told_once
  AND ((figures AND apart > 0) OR one.absent <> other.absent OR (NOT one.absent AND coalesce(one.claim.until <> other.claim.until, false)))
WITH fact, one, other, one.claim AS chosen, other.claim AS rival, figures AND apart > 0 AS figures, apart,
     abs(CASE WHEN one.claim.value IS NOT NULL THEN one.claim.value ELSE facing END) AS whole
WITH *, CASE WHEN NOT figures THEN null WHEN chosen.unit = '%' THEN round(apart, 2) WHEN whole > 0 THEN round(100.0 * apart / whole, 2) END AS difference
WHERE difference IS NULL OR difference > $points
WITH *, head(COLLECT { MATCH (start:Entity {id: chosen.start}) RETURN start.name }) AS start_name,
     head(COLLECT { MATCH (end:Entity {id: chosen.end}) RETURN end.name }) AS end_name, [word IN [chosen.measure, chosen.stage, chosen.item, chosen.kind, chosen.variant, chosen.route, chosen.scope, chosen.use, chosen.period, chosen.from] WHERE coalesce(word, '') <> ''] AS words
RETURN start_name + ' ' + toLower(replace(chosen.type, '_', ' ')) + ' ' + end_name
         + CASE WHEN size(words) > 0 THEN ' (' + substring(reduce(all = '', word IN words | all + '; ' + word), 2) + ')' ELSE '' END AS subject,
       CASE WHEN figures THEN chosen.value END AS chosen, CASE WHEN figures THEN rival.value END AS other, difference, chosen.rule AS rule,
       CASE WHEN NOT figures THEN 'none' WHEN chosen.unit = '%' THEN 'per cent points' ELSE 'per cent of the chosen value' END AS difference_in,
       chosen.unit AS unit, chosen.low AS chosen_low, chosen.high AS chosen_high,
       CASE WHEN one.absent THEN 'not so' ELSE coalesce(chosen.words, 'until ' + chosen.until, CASE WHEN other.absent THEN 'so' END) END AS chosen_words,
       rival.low AS other_low, rival.high AS other_high,
       CASE WHEN other.absent THEN 'not so' ELSE coalesce(rival.words, 'until ' + rival.until, CASE WHEN one.absent THEN 'so' END) END AS other_words,
       CASE WHEN (one.source.family = other.source.family AND one.source.family <> 'curated')
              OR (one.source.title = other.source.title AND one.source.publisher = other.source.publisher) THEN 'releases' ELSE 'sources' END AS between,
       CASE WHEN one.chosen THEN 'chosen' ELSE 'neither' END AS standing, chosen.source AS chosen_source, rival.source AS other_source,
       chosen.id AS chosen_claim, rival.id AS other_claim, chosen.start AS start, chosen.type AS relationship, chosen.end AS end, chosen.period AS period,
       chosen.grade AS grade, [chosen.id, rival.id] AS claims
ORDER BY CASE WHEN difference IS NULL THEN 1 ELSE 0 END, difference DESC, subject, chosen_claim, other_claim
LIMIT toInteger($limit)
