// question = "How long do plants and mines take from {start_state} to {end_state}, by country?"
// topic    = "process"
// row_key  = ["facility", "how", "scope", "period", "months", "months_low", "months_high"]
// phrases  = ["how long does it take to build a plant", "build times by country", "time from {start_state} to {end_state}", "how many months from {start_state} to {end_state}", "where are plants built fastest", "time to build a mine", "years needed to build a mine", "how quickly can a refinery be built", "how many years does a refinery take to build", "construction time of plants by country", "how fast are mines built", "which country builds mines fastest", "lead time from {start_state} to {end_state}", "how long does permitting take", "how long from {start_state} to {end_state}", "average years from {start_state} to {end_state}"]
// [params.start_state]
// type = "word:states"
// default = "construction"
// about = "the state from which time is counted"
// [params.end_state]
// type = "word:states"
// default = "first-production"
// about = "the state at which it ends"
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
// [columns.facility]
// type = "id:Facility|Country|Company|Process|Programme"
// about = "the plant or mine, or the country when a source speaks of its plants in general"
// [columns.country]
// type = "id:Country"
// about = "where it stands"
// [columns.months]
// type = "number"
// about = "months; years count 12, days a thirtieth"
// [columns.how]
// type = "text"
// about = "stated: a source gives the time; computed from states: subtracted from two dated states, to the month"
// [columns.stage]
// type = "text"
// about = "what the plant does, where that is known"
// [columns.months_low]
// type = "number"
// about = "lower bound"
// [columns.months_high]
// type = "number"
// about = "upper bound"
// [columns.months_words]
// type = "text"
// about = "the time in the source's words"
// [columns.scope]
// type = "text"
// about = "from which state to which; empty when the source does not say"
// [columns.status]
// type = "text"
// about = "reported, computed, estimated, attributed or planned"
// [columns.period]
// type = "text"
// about = "period of the figure"
// [columns.grade]
// type = "grade"
// about = "grade of the fact"
// [columns.claims]
// type = "claims"
// about = "every claim behind the row"

CALL () {
  MATCH (built:Facility|Country|Company|Process|Programme)-[took:HAS_FIGURE]->(measure:Entity)
  WHERE measure.id IN ['measure:build-time', 'measure:permit-time', 'measure:lead-time'] AND took.unit IN ['months', 'years', 'days']
    AND (took.scope = $start_state + '/' + $end_state OR (coalesce(took.scope, '') = '' AND measure.id = 'measure:build-time'
         AND $start_state = 'construction' AND $end_state = 'first-production'))
    AND coalesce(took.period_from, '') <= $as_of
  WITH built, took, CASE took.unit WHEN 'years' THEN 12.0 WHEN 'days' THEN 1.0 / 30.0 ELSE 1.0 END AS unit_months
  RETURN built, 'stated' AS how, round(took.value * unit_months, 1) AS months, round(took.low * unit_months, 1) AS months_low,
         round(took.high * unit_months, 1) AS months_high, took.words AS months_words, took.scope AS scope, took.status AS status,
         took.period AS period, took.grade AS grade, took.claims AS claims
  UNION
  MATCH (built:Facility)-[began:IN_STATE]->(first:Entity {id: 'state:' + $start_state})
  MATCH (built)-[reached:IN_STATE]->(second:Entity {id: 'state:' + $end_state})
  WHERE began.state_from < reached.state_from AND reached.state_from <= $as_of
    AND size(began.from) >= 7 AND size(reached.from) >= 7
  WITH built, began, reached ORDER BY began.state_from DESC, reached.state_from, began.id, reached.id
  WITH built, collect({began: began, reached: reached})[0] AS pair
  RETURN built, 'computed from states' AS how, toFloat(duration.inMonths(date(pair.began.state_from), date(pair.reached.state_from)).months) AS months,
         null AS months_low, null AS months_high, null AS months_words, $start_state + '/' + $end_state AS scope,
         CASE WHEN 'planned' IN [pair.began.status, pair.reached.status] THEN 'planned' ELSE 'computed' END AS status, null AS period,
         CASE WHEN pair.began.grade > pair.reached.grade THEN pair.began.grade ELSE pair.reached.grade END AS grade,
         pair.began.claims + pair.reached.claims AS claims
}
WITH * WHERE grade <= $min_grade
CALL (built) {
  OPTIONAL MATCH (built)-[at:LOCATED_IN]->(place:Country)
  RETURN coalesce(place.id, CASE WHEN built:Country THEN built.id END) AS country ORDER BY country LIMIT 1
}
CALL (built) {
  OPTIONAL MATCH (built)-[makes:PRODUCES]->(thing:Entity) WHERE coalesce(makes.stage, '') <> ''
  RETURN makes.stage AS stage ORDER BY stage LIMIT 1
}
RETURN built.id AS facility, country, months, how, stage, months_low, months_high, months_words, coalesce(scope, '') AS scope, status, period, grade, claims
ORDER BY country, coalesce(months, months_low, months_high), facility, how, scope, period, grade, claims
LIMIT toInteger($limit)
