// question = "Who holds licences, quotas or rights under {policy}?"
// topic    = "policy"
// row_key  = ["company", "kind", "period"]
// phrases  = ["who has a licence under {policy}", "licence holders of {policy}", "which companies may export under {policy}", "who got a share of the quota of {policy}", "who was granted a licence under {policy}", "who was granted quotas by {policy}", "who received quotas under {policy}", "who obtained licences under {policy}", "who got {policy}", "companies that hold quotas of {policy}", "who holds {policy}", "quota holders of {policy}", "who may ship under {policy}", "which firms were allowed to export under {policy}"]
// [params.policy]
// type = "id:Policy"
// example = "policy:cn-2025-general-licences-rare-earth"
// about = "the rule or licence regime"
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
// [columns.company]
// type = "id:Company"
// about = "who holds it, or is said to hold none"
// [columns.kind]
// type = "text"
// about = "what was granted: export licence, quota, mineral lease"
// [columns.period]
// type = "text"
// about = "when it was granted, or from when to when it holds, as the source has it; empty when it gives none"
// [columns.granted]
// type = "text"
// about = "granted: a source says so; stated not granted: a source says that it was refused or is not held"
// [columns.value]
// type = "number"
// about = "how much it covers; empty when only a bound or words are known"
// [columns.value_low]
// type = "number"
// about = "lower bound"
// [columns.value_high]
// type = "number"
// about = "upper bound"
// [columns.value_words]
// type = "text"
// about = "the amount in the source's words; withheld amounts are words alone"
// [columns.unit]
// type = "text"
// about = "unit of the amount"
// [columns.basis]
// type = "text"
// about = "what is counted"
// [columns.policy_states]
// type = "ids:State"
// about = "states of the rule and its parts on as_of; what followed the last known date is unknown"
// [columns.status]
// type = "text"
// about = "reported, computed, estimated, attributed or planned"
// [columns.attributed_to]
// type = "text"
// about = "who says it, when the source only passes it on"
// [columns.disputed]
// type = "flag"
// about = "sources exclude each other on the amount"
// [columns.grade]
// type = "grade"
// about = "grade of the fact"
// [columns.claims]
// type = "claims"
// about = "every claim behind the grant and the states"

MATCH (policy:Entity {id: $policy})
CALL (policy) {
  MATCH (policy)-[held_by:GRANTED_TO]->(company:Company)
  WHERE held_by.grade <= $min_grade AND coalesce(held_by.period_from, '') <= $as_of
  OPTIONAL MATCH (chosen:Claim {id: held_by.chosen})
  RETURN company, 'granted' AS granted, held_by.kind AS kind, held_by.period AS period, held_by.value AS value, held_by.low AS value_low,
         held_by.high AS value_high, held_by.words AS value_words, held_by.unit AS unit, held_by.basis AS basis, held_by.status AS status,
         chosen.attributed_to AS attributed_to, coalesce(held_by.disputed, false) AS disputed, held_by.grade AS grade, held_by.claims AS grant_claims
  UNION
  MATCH (policy)<-[:ABOUT {role: 'start'}]-(no:Claim {absent: true, type: 'GRANTED_TO'})-[:ABOUT {role: 'end'}]->(company:Company)
  WHERE no.grade <= $min_grade AND coalesce(no.period, '') <= $as_of
  RETURN company, 'stated not granted' AS granted, no.kind AS kind, no.period AS period, null AS value, null AS value_low,
         null AS value_high, no.words AS value_words, null AS unit, null AS basis, no.status AS status,
         no.attributed_to AS attributed_to, false AS disputed, no.grade AS grade, [no.id] AS grant_claims
}
CALL (policy) {
  OPTIONAL MATCH (policy)-[held:IN_STATE]->(state:State)
  WHERE held.state_from <= $as_of AND held.grade <= $min_grade
  WITH coalesce(held.scope, '') AS scope, held, state ORDER BY scope, held.state_from DESC, held.state_until DESC, state.id, held.id
  WITH scope, collect(held)[0] AS last, collect(state.id)[0] AS state
  WITH CASE WHEN last.state_until <= $as_of THEN 'state:unknown' ELSE state END AS state, last ORDER BY scope
  RETURN collect(DISTINCT state) AS policy_states, reduce(all = [], held IN collect(last) | all + held.claims) AS state_claims
}
RETURN company.id AS company, kind, coalesce(period, '') AS period, granted, value, value_low, value_high, value_words, unit, basis,
       policy_states, status, attributed_to, disputed, grade, grant_claims + state_claims AS claims
ORDER BY granted, kind, period DESC, coalesce(value, value_low, value_high, -1) DESC, company, claims
LIMIT toInteger($limit)
