// question = "Who makes {material}: countries, companies and facilities?"
// topic    = "concentration"
// row_key  = ["producer", "made", "stage", "measure", "period", "basis", "unit"]
// phrases  = ["who produces {material}", "leading producers of {material}", "which countries make {material}", "where is {material} made", "who does {stage} of {material}", "largest producers of {material}", "who is the top producer of {material}", "who makes most {material}", "which country produces the most {material}", "where does {material} come from", "who dominates {material}", "which companies make {material}", "plants that make {material}", "{material} plants", "production of {material} by country", "output of {material} by country", "where is {material} produced", "share of each country in the production of {material}"]
// [params.material]
// type = "id:Material|Mineral|Component|Technology"
// example = "material:ndfeb-magnet"
// about = "what is made; its special kinds count too"
// [params.stage]
// type = "word:stages"
// default = ""
// about = "step of the chain; empty for all"
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
// [columns.producer]
// type = "id:Country|Facility|Company"
// about = "who makes it"
// [columns.measure]
// type = "text"
// about = "what the figure is: output, capacity, share of world output"
// [columns.value]
// type = "number"
// about = "the figure; empty when only a bound or words are known"
// [columns.unit]
// type = "text"
// about = "its unit"
// [columns.basis]
// type = "text"
// about = "what is counted"
// [columns.period]
// type = "text"
// about = "the newest period of this producer, stage and measure that had ended on as_of; what has no period is shown only where nothing is dated"
// [columns.value_low]
// type = "number"
// about = "lower bound"
// [columns.value_high]
// type = "number"
// about = "upper bound"
// [columns.value_words]
// type = "text"
// about = "the figure in the source's words; withheld figures are words alone"
// [columns.made]
// type = "id:Material|Mineral|Component|Technology"
// about = "the asked thing or the special kind of it that is made"
// [columns.stage]
// type = "text"
// about = "step of the chain"
// [columns.place]
// type = "id:Country"
// about = "country of a facility or seat of a company"
// [columns.idle]
// type = "flag"
// about = "the producer stands still"
// [columns.grade]
// type = "grade"
// about = "grade of the fact"
// [columns.disputed]
// type = "flag"
// about = "sources exclude each other"
// [columns.claims]
// type = "claims"
// about = "every claim behind the figure"

MATCH (asked:Entity {id: $material})<-[:KIND_OF*0..4]-(made:Material|Mineral|Component|Technology)
WITH DISTINCT made
MATCH (producer:Country|Facility|Company)-[makes:PRODUCES]->(made)
WHERE ($stage = '' OR makes.stage = $stage) AND makes.status <> 'planned' AND makes.grade <= $min_grade
  AND coalesce(makes.value, makes.high, 1) > 0 AND coalesce(makes.period_until, '') <= $as_of
WITH producer, made, makes ORDER BY producer.id, made.id, makes.stage, makes.measure, makes.id
WITH producer, made, makes.stage AS stage, makes.measure AS measure, max(coalesce(makes.period_until, '')) AS until, collect(makes) AS figures
UNWIND [makes IN figures WHERE coalesce(makes.period_until, '') = until] AS newest
CALL (producer) {
  OPTIONAL MATCH (producer)-[seat:LOCATED_IN|HEADQUARTERED_IN]->(country:Country)
  RETURN country.id AS place ORDER BY type(seat) DESC, place LIMIT 1
}
RETURN producer.id AS producer, measure, newest.value AS value, newest.unit AS unit,
       newest.basis AS basis, newest.period AS period,
       newest.low AS value_low, newest.high AS value_high, newest.words AS value_words, made.id AS made, stage, place,
       coalesce(newest.idle, false) AS idle, newest.grade AS grade, coalesce(newest.disputed, false) AS disputed,
       newest.claims AS claims
ORDER BY CASE WHEN measure = 'share of world output' THEN 0 WHEN measure STARTS WITH 'share of world' THEN 1 ELSE 2 END, measure, unit,
  coalesce(value, value_low, value_high, -1) DESC, producer, made, stage, period, basis, claims
LIMIT toInteger($limit)
