// question = "Who runs or developed {process}, where, since when?"
// topic    = "process"
// row_key  = ["process", "role", "company", "facility"]
// phrases  = ["who uses {process}", "which plants run {process}", "who developed {process}", "where is {process} in use", "companies behind {process}", "where is {process} deployed", "which firms run {process}", "which plants apply {process}", "who operates {process}", "who invented {process}", "inventor of {process}", "owner of {process}", "who owns {process}", "plants with {process}", "which companies employ {process}", "who came up with {process}", "where is {process} run"]
// [params.process]
// type = "id:Process"
// example = "process:ib2-desilication"
// about = "the process; its special kinds count too"
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
// about = "who runs or developed it; empty when nobody is named for the plant"
// [columns.role]
// type = "text"
// about = "runs: it or its plant uses the process; owns the plant: no operator is named; is to run: only planned; developed: it is its process"
// [columns.facility]
// type = "id:Facility"
// about = "the plant that uses it or developed it"
// [columns.country]
// type = "id:Country"
// about = "where the plant stands, or else where the company has its seat; empty when no source says"
// [columns.since]
// type = "text"
// about = "since when, as the source has it; empty when it gives no date"
// [columns.process]
// type = "id:Process"
// about = "the asked process or the special kind of it"
// [columns.plant_state]
// type = "id:State"
// about = "state of the plant on as_of; state:unknown after its last known date; empty when none is known"
// [columns.plant_since]
// type = "date"
// about = "first day of that state"
// [columns.status]
// type = "text"
// about = "reported, computed, estimated, attributed or planned"
// [columns.attributed_to]
// type = "text"
// about = "who says it, when the source only passes it on"
// [columns.grade]
// type = "grade"
// about = "weakest fact of the row"
// [columns.claims]
// type = "claims"
// about = "the claims on the use, the operator, the place and the state"

MATCH (asked:Entity {id: $process})<-[:KIND_OF*0..4]-(process:Process)
WITH DISTINCT process
MATCH (process)<-[says:USES_PROCESS|DEVELOPED]-(user:Facility|Company)
WHERE says.grade <= $min_grade AND coalesce(says.since, '') <= $as_of
// of operators and owners that a plant has had, those of the newest period by then; owners only where no operator is named
WITH process, says, user,
     COLLECT { MATCH (user:Facility)<-[runs:OPERATES|OWNS]-(company:Company)
               WHERE runs.status <> 'planned' AND runs.grade <= $min_grade AND coalesce(runs.period_from, '') <= $as_of
               RETURN {runs: runs, company: company, from: coalesce(runs.period_from, ''), owns: type(runs) = 'OWNS'}
               ORDER BY type(runs), coalesce(runs.period_from, '') DESC, company.id } AS held
WITH *, head([each IN held WHERE each.owns = head(held).owns]).from AS newest
UNWIND CASE WHEN user:Company THEN [{company: user}] WHEN size(held) = 0 THEN [{company: null}]
            ELSE [each IN held WHERE each.owns = head(held).owns AND each.from IN ['', newest]] END AS each
CALL (user) {
  OPTIONAL MATCH (user)-[at:LOCATED_IN|HEADQUARTERED_IN]->(place:Country)
  WHERE at.grade <= $min_grade AND at.status <> 'planned'
  RETURN place.id AS country, at
  ORDER BY CASE WHEN user:Company AND type(at) = 'HEADQUARTERED_IN' OR user:Facility AND type(at) = 'LOCATED_IN' THEN 0 ELSE 1 END, at.grade, country, at.id LIMIT 1
}
CALL (user) {
  OPTIONAL MATCH (user:Facility)-[held_in:IN_STATE]->(state:State)
  WHERE held_in.state_from <= $as_of AND held_in.grade <= $min_grade AND held_in.status <> 'planned'
  RETURN held_in, state ORDER BY held_in.state_from DESC, held_in.state_until DESC, state.id, held_in.id LIMIT 1
}
OPTIONAL MATCH (chosen:Claim {id: says.chosen})
WITH process, says, user, each.company AS company, each.runs AS runs, coalesce(each.owns, false) AS owns, country, at, held_in, state, chosen,
     held_in.state_until <= $as_of AS over
RETURN company.id AS company,
       CASE WHEN type(says) = 'DEVELOPED' THEN 'developed' WHEN says.status = 'planned' THEN 'is to run' WHEN owns THEN 'owns the plant' ELSE 'runs' END AS role,
       CASE WHEN user:Facility THEN user.id END AS facility, country, says.since AS since, process.id AS process,
       CASE WHEN over THEN 'state:unknown' ELSE state.id END AS plant_state, CASE WHEN over THEN held_in.state_until ELSE held_in.state_from END AS plant_since,
       says.status AS status, chosen.attributed_to AS attributed_to,
       reduce(worst = says.grade, hop IN [hop IN [runs, at, held_in] WHERE hop IS NOT NULL] | CASE WHEN hop.grade > worst THEN hop.grade ELSE worst END) AS grade,
       reduce(all = says.claims, hop IN [hop IN [runs, at, held_in] WHERE hop IS NOT NULL] | all + hop.claims) AS claims
ORDER BY process, role DESC, coalesce(since, '9999'), company, facility, claims
LIMIT toInteger($limit)
