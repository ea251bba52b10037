// question = "Which processes from abroad does refining in {country} rest on?"
// topic    = "process"
// row_key  = ["process", "developer", "developer_country", "facility"]
// phrases  = ["foreign technology in {country}", "whose processes do plants in {country} use", "which plants in {country} rest on foreign processes", "technology from abroad in {country}'s refining", "plants in {country} that use processes from overseas", "does {country}'s refining rely on foreign technology", "foreign technology in {stage} in {country}", "overseas technology in plants in {country}", "imported technology in {country}'s plants", "foreign technology used by {country}'s plants"]
// coverage = ["foreign_processes_in"]
// [params.country]
// type = "id:Country"
// example = "country:CHN"
// about = "where the plants stand"
// [params.stage]
// type = "word:stages"
// default = ""
// about = "only plants that are documented to make something at this step of the chain; empty for all, as the step is often not stated"
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
// [columns.process]
// type = "id:Process"
// about = "the process that is used there"
// [columns.developer]
// type = "id:Company|Facility"
// about = "whose process it or a general kind of it is; empty when no source names anybody"
// [columns.developer_country]
// type = "id:Country"
// about = "where the developer has its seat, a row for each that a source names; empty when no source says"
// [columns.facility]
// type = "id:Facility|Company"
// about = "the plant, or the company that uses it there when no plant is named"
// [columns.verdict]
// type = "text"
// about = "from abroad: the developer sits in another country; no data: nobody is named as its developer, or the developer's seat is not known"
// [columns.also_home]
// type = "flag"
// about = "somebody in the country is named as its developer too"
// [columns.since]
// type = "text"
// about = "since when it is used, as the source has it"
// [columns.stage]
// type = "text"
// about = "what the plant does, where that is known"
// [columns.status]
// type = "text"
// about = "status of the claim on its use: reported, computed, estimated or attributed"
// [columns.grade]
// type = "grade"
// about = "weakest fact of the row"
// [columns.claims]
// type = "claims"
// about = "the claims on the use, the place, the developer and its seat"

MATCH (country:Entity {id: $country})<-[at:LOCATED_IN|HEADQUARTERED_IN]-(user:Facility|Company)-[uses:USES_PROCESS]->(process:Process)
WHERE at.status <> 'planned' AND at.grade <= $min_grade AND uses.status <> 'planned' AND uses.grade <= $min_grade
  AND coalesce(uses.since, '') <= $as_of
  AND ($stage = '' OR EXISTS { MATCH (user)-[makes:PRODUCES {stage: $stage}]->(:Entity) WHERE makes.status <> 'planned' AND makes.grade <= $min_grade })
WITH country, user, uses, process, at ORDER BY process.id, user.id, uses.id, type(at) DESC, at.id
WITH country, user, uses, process, collect(at)[0] AS at
WITH country, user, uses, process, at,
     COLLECT { MATCH (process)-[:KIND_OF*0..4]->(kind:Process)<-[made:DEVELOPED]-(developer:Company|Facility)
               WHERE made.status <> 'planned' AND made.grade <= $min_grade
               OPTIONAL MATCH (developer)-[seat:HEADQUARTERED_IN|LOCATED_IN]->(home:Country) WHERE seat.grade <= $min_grade AND seat.status <> 'planned'
               RETURN {id: developer.id, home: home.id, made: made, seat: seat} ORDER BY developer.id, type(seat), home.id, made.id } AS developers
WITH *, size([each IN developers WHERE each.home = country.id]) > 0 AS also_home
UNWIND CASE WHEN size(developers) = 0 THEN [{id: null}] ELSE [each IN developers WHERE each.home IS NULL OR each.home <> country.id] END AS each
WITH country, user, uses, process, at, also_home, each.id AS developer, each.home AS home, each ORDER BY process.id, developer, home, user.id, each.made.id
WITH country, user, uses, process, at, also_home, developer, home, collect(each)[0] AS each
CALL (user) {
  OPTIONAL MATCH (user)-[makes:PRODUCES]->(:Entity) WHERE coalesce(makes.stage, '') <> '' AND ($stage = '' OR makes.stage = $stage)
  RETURN makes.stage AS stage ORDER BY stage LIMIT 1
}
WITH *, [hop IN [at, each.made, each.seat] WHERE hop IS NOT NULL] AS hops
RETURN process.id AS process, developer, home AS developer_country, user.id AS facility,
       CASE WHEN home IS NULL THEN 'no data' ELSE 'from abroad' END AS verdict, also_home, uses.since AS since, stage, uses.status AS status,
       reduce(worst = uses.grade, hop IN hops | CASE WHEN hop.grade > worst THEN hop.grade ELSE worst END) AS grade,
       reduce(all = uses.claims, hop IN hops | all + hop.claims) AS claims
ORDER BY verdict, process, developer, developer_country, facility
LIMIT toInteger($limit)
