// question = "Which controls on {item} are in force, suspended or lapsed on {as_of}?"
// topic    = "policy"
// row_key  = ["policy", "controlled", "kind", "scope", "since"]
// phrases  = ["export controls on {item}", "is {item} restricted on {as_of}", "which licences does {item} need", "who bans exports of {item}", "are the controls on {item} suspended", "{issuer}'s export controls on {item}", "does {issuer} restrict exports of {item}", "controls of {issuer} on {item}", "controls by {issuer} on {item}", "which countries restrict exports of {item}", "trade restrictions on {item}", "is a licence needed to export {item}", "curbs on exports of {item}", "which export rules restrict {item}", "rules that limit the export of {item}", "has {issuer} restricted {item}", "restrictions in place on {item}", "limits on exporting {item}", "which rules apply to {item} on {as_of}", "is {item} under export control"]
// [params.item]
// type = "id:Mineral|Material|Component|Technology|Process|Product"
// example = "material:ndfeb-magnet"
// about = "the controlled item; controls on its general kinds count, those on its special kinds are listed as part"
// [params.kind]
// type = "texts:controls"
// default = ["export licence", "export ban", "quota"]
// about = "kinds of control"
// [params.issuer]
// type = "id:Country|Company"
// default = ""
// about = "who issued the control; empty for everybody"
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
// [columns.policy]
// type = "id:Policy"
// about = "the rule"
// [columns.issuer]
// type = "id:Country|Company"
// about = "who issued it"
// [columns.kind]
// type = "text"
// about = "what it does"
// [columns.state]
// type = "id:State"
// about = "its state on that day; state:unknown after the last known date; empty when no source gives any state"
// [columns.since]
// type = "date"
// about = "first day of the state"
// [columns.until]
// type = "date"
// about = "end of the state, exclusive; 9999-12-31 when open"
// [columns.part_only]
// type = "flag"
// about = "only a part of the item is covered: a special kind of it, or the rule says so"
// [columns.controlled]
// type = "id:Mineral|Material|Component|Technology|Process|Product"
// about = "what the rule names"
// [columns.code]
// type = "text"
// about = "trade or control code"
// [columns.scope]
// type = "text"
// about = "the part of the rule that the state is about; empty for the whole"
// [columns.status]
// type = "text"
// about = "reported, computed, estimated, attributed or planned; a planned state may not have come about; empty where the state is unknown"
// [columns.grade]
// type = "grade"
// about = "weaker grade of the restriction and the state"
// [columns.claims]
// type = "claims"
// about = "the claims on the restriction, the state and the issuer"

MATCH (asked:Entity {id: $item})
CALL (asked) {
  MATCH (asked)-[:KIND_OF*0..4]->(named:Mineral|Material|Component|Technology|Process|Product)
  RETURN named, false AS special
  UNION
  MATCH (asked)<-[:KIND_OF*1..4]-(named:Mineral|Material|Component|Technology|Process|Product)
  RETURN named, true AS special
}
MATCH (named)<-[restricts:RESTRICTS]-(policy:Policy)
WHERE restricts.kind IN $kind AND restricts.status <> 'planned' AND restricts.grade <= $min_grade
CALL (policy) {
  OPTIONAL MATCH (policy)-[held:IN_STATE]->(state:State)
  WHERE held.state_from <= $as_of AND held.grade <= $min_grade
  WITH coalesce(held.scope, '') AS scope, held, state ORDER BY scope, held.state_from DESC, held.state_until DESC, state.id, held.id
  WITH scope, collect({held: held, state: state.id})[0] AS last  // a scope is in one state at a time: the last that began
  WHERE last.held IS NOT NULL OR NOT EXISTS { MATCH (policy)-[any:IN_STATE]->(:State) WHERE any.grade <= $min_grade }
  WITH scope, last.held AS held, last.state AS state,
       COLLECT { MATCH (policy)-[next:IN_STATE]->(:State)
                 WHERE coalesce(next.scope, '') = scope AND next.state_from > $as_of AND next.grade <= $min_grade
                 RETURN next.state_from AS from ORDER BY from LIMIT 1 } AS following
  WITH scope, held, state, following, held.state_until <= $as_of AS over
  RETURN scope, CASE WHEN over THEN 'state:unknown' ELSE state END AS state,
         CASE WHEN over THEN held.state_until ELSE held.state_from END AS since,
         CASE WHEN over THEN coalesce(following[0], '9999-12-31') ELSE held.state_until END AS until,
         CASE WHEN NOT over THEN held.status END AS status, held.grade AS state_grade, held.claims AS state_claims
}
CALL (policy) {
  OPTIONAL MATCH (issuer:Country|Company)-[issued:ISSUED]->(policy)
  RETURN issuer.id AS issuer, issued.claims AS issuer_claims ORDER BY issuer LIMIT 1
}
WITH * WHERE $issuer IN ['', issuer]
RETURN policy.id AS policy, issuer, restricts.kind AS kind, state, since, until,
       special OR coalesce(restricts.part_only, false) AS part_only, named.id AS controlled, restricts.code AS code, scope, status,
       CASE WHEN coalesce(state_grade, 'A') > restricts.grade THEN state_grade ELSE restricts.grade END AS grade,
       restricts.claims + coalesce(state_claims, []) + coalesce(issuer_claims, []) AS claims
ORDER BY since DESC, policy, controlled, kind, scope, state, code, claims
LIMIT toInteger($limit)
