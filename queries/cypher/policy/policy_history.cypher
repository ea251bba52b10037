// question = "Which states has {policy} been in, and from when to when?"
// topic    = "policy"
// row_key  = ["scope", "from", "state"]
// phrases  = ["history of {policy}", "when did {policy} come into force", "timeline of {policy}", "when was {policy} suspended", "is {policy} still in force on {as_of}", "status of {policy}", "when did {policy} start", "when did {policy} come into effect", "when did {policy} take effect", "when was {policy} lifted", "when did {policy} end", "when was {policy} announced", "what became of {policy}", "how has {policy} changed over time", "dates of {policy}", "since when is {policy} in force", "is {policy} suspended"]
// [params.policy]
// type = "id:Policy|Programme"
// example = "policy:cn-2024-46-us-ban"
// about = "the rule or programme"
// [params.as_of]
// type = "date"
// default = "today"
// about = "the day against which each state is past, holds or is to come"
// [params.min_grade]
// type = "grade"
// default = "D"
// about = "leave out facts that are weaker than this grade"
// [params.limit]
// type = "integer"
// default = 200
// about = "most rows"
// [columns.state]
// type = "id:State"
// about = "the state; state:unknown where no source says what followed"
// [columns.scope]
// type = "text"
// about = "the part of the rule that the state is about; empty for the whole"
// [columns.from]
// type = "date"
// about = "first day of the state; of a month or year its first day"
// [columns.until]
// type = "date"
// about = "end of the state, exclusive; 9999-12-31 when open"
// [columns.phase]
// type = "text"
// about = "past: it had ended by as_of; holds: it is the state on as_of; to come: it begins later"
// [columns.ends]
// type = "text"
// about = "stated: a source gives the end; next state: the next of its scope begins then; open: no end is known; not known: what followed is not documented"
// [columns.status]
// type = "text"
// about = "reported, computed, estimated, attributed or planned; a planned state may not have come about; empty where the state is unknown"
// [columns.disputed]
// type = "flag"
// about = "sources exclude each other on the end of the state"
// [columns.grade]
// type = "grade"
// about = "grade of the fact; of what is unknown, of the state before it"
// [columns.claims]
// type = "claims"
// about = "the claims on the state; of what is unknown, on the state before it"

MATCH (policy:Entity {id: $policy})-[held:IN_STATE]->(state:State)
WHERE held.grade <= $min_grade
WITH coalesce(held.scope, '') AS scope, held, state ORDER BY scope, held.state_from, held.state_until, state.id, held.id
WITH scope, collect({state: state.id, held: held}) AS spans
UNWIND range(0, size(spans) - 1) AS at
WITH scope, spans[at].state AS state, spans[at].held AS held,
     CASE WHEN at + 1 < size(spans) THEN spans[at + 1].held.state_from ELSE '9999-12-31' END AS following
UNWIND [{state: state, begins: held.state_from, beyond: held.state_until, known: true}]
     + CASE WHEN held.state_until < following THEN [{state: 'state:unknown', begins: held.state_until, beyond: following, known: false}] ELSE [] END AS span
RETURN span.state AS state, scope, span.begins AS from, span.beyond AS until,
       CASE WHEN span.beyond <= $as_of THEN 'past' WHEN span.begins <= $as_of THEN 'holds' ELSE 'to come' END AS phase,
       CASE WHEN NOT span.known THEN 'not known' WHEN span.beyond = '9999-12-31' THEN 'open'
            WHEN span.beyond STARTS WITH held.until THEN 'stated' ELSE 'next state' END AS ends,
       CASE WHEN span.known THEN held.status END AS status, coalesce(held.disputed, false) AND span.known AS disputed,
       held.grade AS grade, held.claims AS claims
ORDER BY scope, from, until, state, claims
LIMIT toInteger($limit)
