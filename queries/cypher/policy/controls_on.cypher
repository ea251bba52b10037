// question = "Which controls on {item} are in force, suspended or lapsed on {as_of}?"
// topic    = "policy"
// row_key  = ["policy", "controlled", "kind", "scope", "since"]
// phrases  = ["export controls on {item}", "is {item} restricted on {as_of}", "what licences does {item} need"]
// [params.item]
// type = "id:Mineral|Material|Component|Technology|Process|Product"
// example = "material:ndfeb-magnet"
// about = "the controlled item; controls on its general kinds count, those on its special kinds are listed as part"
// [params.kind]
// type = "texts"
// default = ["export licence", "export ban", "quota"]
// about = "kinds of control"
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
// about = "its state on that day; empty when no source gives one"
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
// [columns.grade]
// type = "grade"
// about = "weaker grade of the restriction and the state"
// [columns.claims]
// type = "claims"
// about = "the claims on the restriction, the state and the issuer"

MATCH (asked:Mineral|Material|Component|Technology|Process|Product {id: $item})
CALL (asked) {
  MATCH (asked)-[:KIND_OF*0..4]->(named:Mineral|Material|Component|Technology|Process|Product)
  RETURN named, false AS special
  UNION
  MATCH (asked)<-[:KIND_OF*1..4]-(named:Mineral|Material|Component|Technology|Process|Product)
  RETURN named, true AS special
}
MATCH (named)<-[restricts:RESTRICTS]-(policy:Policy)
WHERE restricts.kind IN $kind AND restricts.status <> 'planned' AND restricts.grade <= $min_grade
OPTIONAL MATCH (policy)-[held:IN_STATE]->(state:State)
WHERE held.state_from <= $as_of AND held.state_until > $as_of AND held.grade <= $min_grade
OPTIONAL MATCH (issuer:Country|Company)-[issued:ISSUED]->(policy)
WITH named, special, restricts, policy, held, state, issuer, issued
WHERE held IS NOT NULL OR NOT EXISTS { (policy)-[:IN_STATE]->(:State) }
WITH named, special, restricts, policy, held, state, issuer, issued ORDER BY policy.id, named.id, issuer.id
WITH named, special, restricts, policy, held, state, collect(issuer.id)[0] AS issuer, collect(issued)[0] AS issued
RETURN policy.id AS policy, issuer, restricts.kind AS kind, state.id AS state, held.state_from AS since, held.state_until AS until,
       special OR coalesce(restricts.part_only, false) AS part_only, named.id AS controlled, restricts.code AS code,
       coalesce(held.scope, '') AS scope, CASE WHEN coalesce(held.grade, 'A') > restricts.grade THEN held.grade ELSE restricts.grade END AS grade,
       restricts.claims + coalesce(held.claims, []) + coalesce(issued.claims, []) AS claims
ORDER BY since DESC, policy, controlled, kind, scope, state, code, claims
LIMIT toInteger($limit)
