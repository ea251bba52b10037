// question = "Who controls {material} by ultimate owner, against where it is made?"
// topic    = "concentration"
// row_key  = ["owner_country"]
// phrases  = ["who owns the production of {material}", "control of {material} by owner", "ownership of {material} mines and plants", "which country controls {material} through ownership", "foreign owned production of {material}", "ultimate owners of {material}", "who owns {material}", "who really controls {material} by ultimate owner rather than by location", "who controls {material} by ultimate parent company", "ownership against location of {material}", "control of {material} by owner country versus location", "who is behind the mines of {material}", "mines of {material} by nationality of owner", "which countries own the mines of {material}", "ultimate ownership of {material}", "share of {material} owned by foreign companies", "which country owns most of {material}", "how much {material} is owned by foreign companies", "who ultimately controls {material}"]
// [params.material]
// type = "id:Mineral|Material|Component|Technology"
// example = "mineral:cobalt"
// about = "what is made; a special kind is taken where nothing is known of the thing itself"
// [params.as_of]
// type = "date"
// default = "today"
// about = "the day of the world that is asked about; of two statements on one holding the later is taken"
// [params.min_grade]
// type = "grade"
// default = "D"
// about = "leave out facts that are weaker than this grade"
// [params.limit]
// type = "integer"
// default = 200
// about = "most rows"
// [columns.owner_country]
// type = "id:Country"
// about = "seat of the ultimate owner, or a state that owns; empty for what no owner with a known seat is documented for"
// [columns.share_by_owner]
// type = "number"
// about = "per cent of the set's total that falls to owners there: each holding times the holdings above it; what the documented owners of a company leave stays with the company's own seat"
// [columns.share_by_place]
// type = "number"
// about = "per cent of the set's total that is made there"
// [columns.difference]
// type = "number"
// about = "share_by_owner less share_by_place: what is controlled abroad is positive"
// [columns.owners]
// type = "ids:Company|Country"
// about = "the ultimate owners there"
// [columns.facilities]
// type = "ids:Facility"
// about = "plants and mines of the set that they own or that stand there"
// [columns.assumed]
// type = "flag"
// about = "a share was not told: the only owner without one was given the rest, or the operator stands for an unknown owner"
// [columns.made]
// type = "id:Mineral|Material|Component|Technology"
// about = "what the plants make"
// [columns.stage]
// type = "text"
// about = "step of the chain"
// [columns.measure]
// type = "text"
// about = "output or capacity"
// [columns.period]
// type = "text"
// about = "period of the set"
// [columns.set_total]
// type = "number"
// about = "the figures of the set together"
// [columns.unit]
// type = "text"
// about = "unit of set_total"
// [columns.basis]
// type = "text"
// about = "what is counted"
// [columns.source]
// type = "source"
// about = "the one source of the figures: the set is the largest number of plants that one source gives for one period, measure and basis"
// [columns.plants]
// type = "integer"
// about = "plants and mines in the set"
// [columns.plants_left_out]
// type = "integer"
// about = "other documented plants and mines of this stage, of which the set knows no figure: of the whole world nothing is said"
// [columns.grade]
// type = "grade"
// about = "grade of the weakest fact or figure behind the row"
// [columns.claims]
// type = "claims"
// about = "the figures, the holdings on every way to the owner, and the seats or places"

MATCH (asked:Entity {id: $material})<-[:KIND_OF*0..4]-(made:Mineral|Material|Component|Technology)
WITH DISTINCT asked, made
MATCH (plant:Facility)-[makes:PRODUCES]->(made)
WHERE makes.measure IN ['output', 'capacity'] AND coalesce(makes.period_until, '') <= $as_of
UNWIND makes.claims AS said_id
MATCH (said:Claim {id: said_id})
WHERE said.status <> 'planned' AND said.grade <= $min_grade AND said.value > 0 AND NOT coalesce(said.absent, false)
WITH asked, made, makes, plant, said ORDER BY made.id, plant.id, said.id
WITH asked, made, coalesce(makes.stage, '') AS stage, makes.measure AS measure, coalesce(makes.period, '') AS period, coalesce(makes.period_until, '') AS until,
     said.source AS source, coalesce(said.basis, '') AS basis, said.unit AS unit,
     collect({plant: plant, value: said.value, grade: said.grade, claim: said.id}) AS figures, sum(said.value) AS total
ORDER BY CASE WHEN made = asked THEN 0 ELSE 1 END, size(figures) DESC, until DESC, CASE measure WHEN 'output' THEN 0 ELSE 1 END, made.id, stage, source, basis, unit
LIMIT 1
WITH *, COUNT { MATCH (other:Facility)-[too:PRODUCES]->(made) WHERE coalesce(too.stage, '') = stage AND too.status <> 'planned' RETURN DISTINCT other } AS known

// -- who holds what: of each holding the newest statement; what is told of more than the whole counts once --
CALL (figures) {
  UNWIND figures AS figure
  WITH figure.plant AS plant
  MATCH (plant)<-[:OWNS|OPERATES*0..5]-(held:Facility|Company)
  WITH DISTINCT held
  CALL (held) {
    OPTIONAL MATCH (owner:Company|Country)-[owns:OWNS]->(held)
    WHERE owns.status <> 'planned' AND owns.grade <= $min_grade AND coalesce(owns.share, 1) > 0 AND coalesce(owns.period_from, '') <= $as_of
    WITH held, owner, owns ORDER BY coalesce(owns.period_until, '') DESC, owns.grade, owns.id
    WITH held, owner, collect(owns)[0] AS owns ORDER BY owner.id
    WITH held, [one IN collect({owner: owner, share: owns.share, grade: owns.grade, claims: owns.claims}) WHERE one.owner IS NOT NULL] AS told
    WITH held, told, reduce(sum = 0.0, one IN told | sum + coalesce(one.share, 0.0)) AS named
    WITH held, [one IN told WHERE named <= 100 OR NOT EXISTS { MATCH (high:Company|Country)-[:OWNS*1..3]->(between:Company)-[:OWNS]->(held) WHERE high = one.owner }] AS told
    WITH held, told, reduce(sum = 0.0, one IN told | sum + coalesce(one.share, 0.0)) AS named, size([one IN told WHERE one.share IS NULL]) AS untold
    RETURN [one IN told WHERE one.share IS NOT NULL OR (untold = 1 AND named < 100) |
            {owner: one.owner.id, part: coalesce(one.share, 100 - named) / (CASE WHEN named > 100 THEN named ELSE 100.0 END), assumed: one.share IS NULL,
             grade: one.grade, claims: one.claims}] AS holders
  }
  CALL (held) {
    OPTIONAL MATCH (owner:Company|Country)-[runs:OPERATES]->(held)
    WHERE held:Facility AND runs.status <> 'planned' AND runs.grade <= $min_grade AND coalesce(runs.period_from, '') <= $as_of
    WITH owner, runs ORDER BY coalesce(runs.period_until, '') DESC, runs.grade, runs.id
    WITH owner, collect(runs)[0] AS runs ORDER BY owner.id
    WITH [one IN collect({owner: owner.id, part: 1.0, assumed: true, grade: runs.grade, claims: runs.claims}) WHERE one.owner IS NOT NULL] AS running
    RETURN CASE size(running) WHEN 1 THEN running ELSE [] END AS operators
  }
  WITH held, CASE size(holders) WHEN 0 THEN operators ELSE holders END AS holders ORDER BY held.id
  RETURN collect({held: held.id, holders: holders, kept: reduce(rest = 1.0, one IN holders | rest - one.part)}) AS book
}
CALL (figures, total, book) {
  UNWIND figures AS figure
  WITH figure, figure.plant AS plant, total, book
  CALL (plant) {
    MATCH way = (plant)<-[:OWNS|OPERATES*0..5]-(last:Facility|Company|Country)
    WHERE all(step IN nodes(way) WHERE single(other IN nodes(way) WHERE other = step))
    RETURN DISTINCT last, [step IN nodes(way) | step.id] AS chain
  }
  WITH figure, plant, total, last, head([one IN book WHERE one.held = last.id | one.kept]) AS kept,
       [at IN range(1, size(chain) - 1) | head([one IN book WHERE one.held = chain[at - 1] | head([holder IN one.holders WHERE holder.owner = chain[at]])])] AS hops
  WHERE all(hop IN hops WHERE hop IS NOT NULL)
  WITH figure, plant, last, hops, 100.0 * figure.value / total * reduce(part = 1.0, hop IN hops | part * hop.part) * coalesce(kept, 1.0) AS share
  WHERE share > 0.000001
  CALL (last) {
    OPTIONAL MATCH (last)-[seat:HEADQUARTERED_IN]->(home:Country)
    WHERE last:Company AND seat.grade <= $min_grade
    RETURN CASE WHEN last:Country THEN last.id ELSE home.id END AS country, coalesce(seat.grade, 'A') AS seat_grade, coalesce(seat.claims, []) AS seat_claims
    ORDER BY country LIMIT 1
  }
  RETURN country, share AS by_owner, 0.0 AS by_place, CASE WHEN last:Facility THEN null ELSE last.id END AS owner, plant.id AS plant_id,
         any(hop IN hops WHERE hop.assumed) AS assumed,
         reduce(worst = CASE WHEN seat_grade > figure.grade THEN seat_grade ELSE figure.grade END, hop IN hops | CASE WHEN hop.grade > worst THEN hop.grade ELSE worst END) AS grade,
         reduce(all = [figure.claim] + seat_claims, hop IN hops | all + hop.claims) AS ids
  UNION ALL
  UNWIND figures AS figure
  WITH figure, figure.plant AS plant, total
  CALL (plant) {
    OPTIONAL MATCH (plant)-[stands:LOCATED_IN]->(place:Country) WHERE stands.grade <= $min_grade
    RETURN place.id AS country, coalesce(stands.grade, 'A') AS place_grade, coalesce(stands.claims, []) AS place_claims ORDER BY country LIMIT 1
  }
  RETURN country, 0.0 AS by_owner, 100.0 * figure.value / total AS by_place, null AS owner, plant.id AS plant_id, false AS assumed,
         CASE WHEN place_grade > figure.grade THEN place_grade ELSE figure.grade END AS grade, [figure.claim] + place_claims AS ids
}
WITH * ORDER BY country, owner, plant_id, ids
WITH country, made, stage, measure, period, total, unit, basis, source, size(figures) AS plants, known, sum(by_owner) AS owned, sum(by_place) AS placed,
     collect(DISTINCT owner) AS owners, collect(DISTINCT plant_id) AS facilities, collect(assumed) AS guesses, max(grade) AS grade, reduce(all = [], ids IN collect(ids) | all + ids) AS claims
RETURN country AS owner_country, round(owned, 1) AS share_by_owner, round(placed, 1) AS share_by_place, round(owned - placed, 1) AS difference, owners, facilities,
       any(guess IN guesses WHERE guess) AS assumed, made.id AS made, stage, measure, period, total AS set_total, unit, basis, source, plants,
       known - plants AS plants_left_out, grade, claims
ORDER BY share_by_owner DESC, share_by_place DESC, owner_country
LIMIT toInteger($limit)
