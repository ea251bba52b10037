// question = "Which lists name {mineral}, since when?"
// topic    = "concentration"
// row_key  = ["list", "named", "state", "scope"]
// phrases  = ["which lists name {mineral}", "is {mineral} a critical mineral", "is {mineral} on a critical raw materials list", "since when is {mineral} listed as critical", "official lists with {mineral}", "is {mineral} on the {issuer} list of critical minerals", "does {issuer} list {mineral} as critical", "is {mineral} critical", "who considers {mineral} critical", "who lists {mineral} as critical", "which governments list {mineral} as critical", "is {mineral} a strategic raw material", "is {mineral} critical in {issuer}", "is {mineral} deemed critical by {issuer}", "which critical mineral lists contain {mineral}", "lists that include {mineral}", "when did {issuer} add {mineral} to its critical minerals list", "does {issuer} call {mineral} critical", "does {issuer} consider {mineral} critical", "when was {mineral} added to the critical minerals list of {issuer}"]
// [params.mineral]
// type = "id:Mineral|Material"
// example = "mineral:gallium"
// about = "the mineral or material; a list that names its general kind names it too, one that names a special kind names a part"
// [params.issuer]
// type = "id:Country|Company"
// default = ""
// about = "who issued the list; empty for everybody"
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
// [columns.list]
// type = "id:Policy"
// about = "the list"
// [columns.issuer]
// type = "id:Country|Company"
// about = "who issued it; empty when no source says"
// [columns.since]
// type = "date"
// about = "first day of the state that it is in; empty when no state is known"
// [columns.state]
// type = "id:State"
// about = "the state of the list that day: a list that is only proposed or has expired is shown as such"
// [columns.named]
// type = "id:Mineral|Material"
// about = "what stands on the list"
// [columns.names]
// type = "text"
// about = "itself, its general kind, or a special kind of it (then the list names a part only)"
// [columns.kind]
// type = "text"
// about = "kind of the list"
// [columns.until]
// type = "date"
// about = "end of the state, exclusive; 9999-12-31 when open"
// [columns.scope]
// type = "text"
// about = "the part of the list that the state is about"
// [columns.grade]
// type = "grade"
// about = "grade of the weakest fact behind the row"
// [columns.claims]
// type = "claims"
// about = "that the list names it, who issued it, and its state"

MATCH (asked:Entity {id: $mineral})
CALL (asked) {
  MATCH (asked)-[:KIND_OF*0..4]->(named:Mineral|Material)
  RETURN named, CASE WHEN named = asked THEN 'itself' ELSE 'its general kind' END AS names
  UNION
  MATCH (asked)<-[:KIND_OF*1..4]-(named:Mineral|Material)
  RETURN named, 'a special kind' AS names
}
MATCH (named)<-[lists:LISTS]-(list:Policy)
WHERE lists.status <> 'planned' AND lists.grade <= $min_grade
OPTIONAL MATCH (list)-[held:IN_STATE]->(state:State)
WHERE held.state_from <= $as_of AND held.state_until > $as_of AND held.grade <= $min_grade AND held.status <> 'planned'
WITH named, names, lists, list, held, state
WHERE held IS NOT NULL OR NOT EXISTS { (list)-[:IN_STATE]->(:State) }
CALL (list) {
  OPTIONAL MATCH (issuer:Country|Company)-[issued:ISSUED]->(list)
  WHERE issued.grade <= $min_grade
  RETURN issuer.id AS issuer, issued.grade AS issued_grade, issued.claims AS issued_claims ORDER BY issuer LIMIT 1
}
WITH * WHERE $issuer IN ['', issuer]
RETURN list.id AS list, issuer, held.state_from AS since, state.id AS state, named.id AS named, names, list.kind AS kind, held.state_until AS until, coalesce(held.scope, '') AS scope,
       reduce(worst = lists.grade, grade IN [coalesce(held.grade, 'A'), coalesce(issued_grade, 'A')] | CASE WHEN grade > worst THEN grade ELSE worst END) AS grade,
       lists.claims + coalesce(held.claims, []) + coalesce(issued_claims, []) AS claims
ORDER BY CASE names WHEN 'itself' THEN 0 WHEN 'its general kind' THEN 1 ELSE 2 END, since, list, named, state, scope, claims
LIMIT toInteger($limit)
