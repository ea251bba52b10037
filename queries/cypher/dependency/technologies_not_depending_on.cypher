// question = "Which technologies of {domain} are not known to depend on {material} made in {country}, and why?"
// topic    = "dependency"
// row_key  = ["technology"]
// phrases  = ["which {domain} does not depend on {country}'s {material}", "what {domain} is free of {material}", "which technologies do without {material} from {country}", "what {domain} holds no {material}", "what {domain} manages without {material} from {country}", "{domain} that contains no {material}", "{domain} that does not contain {material}", "{domain} free from {material}", "{domain} with no {material} in it", "{domain} not exposed to {material} from {country}", "{domain} not built with {material} from {country}"]
// coverage = ["technologies_depending_on", "technologies_not_depending_on"]
// [params.domain]
// type = "domain"
// default = "ai-hardware"
// about = "the domain of the technologies that are looked at"
// [params.material]
// type = "id:Material|Mineral"
// default = "material:ndfeb-magnet"
// about = "the material or mineral; needs for its special kinds count, needs for its general kinds make a route possible"
// [params.country]
// type = "id:Country"
// default = "country:CHN"
// about = "where it is made"
// [params.stage]
// type = "word:stages"
// default = "magnet"
// about = "the step of the chain whose share of world output is shown"
// [params.min_share]
// type = "number"
// default = 0
// about = "leave out what rests on a smaller share of world output (per cent; a lower bound counts as the share)"
// [params.as_of]
// type = "date"
// default = "today"
// about = "the day of the world that is asked about: the latest share whose period had ended by then"
// [params.min_grade]
// type = "grade"
// default = "D"
// about = "leave out facts that are weaker than this grade"
// [params.limit]
// type = "integer"
// default = 200
// about = "most rows"
// [columns.technology]
// type = "id:Technology"
// about = "a technology without a route, or whose routes are left out by min_share or min_grade"
// [columns.verdict]
// type = "text"
// about = "stated absent: a source says it holds none; no route known: parts are known and none leads there; no data: nothing is known of its parts"
// [columns.why]
// type = "text"
// about = "the claim of absence, or what is known"
// [columns.parts_known]
// type = "integer"
// about = "documented parts and materials of it and of its special kinds"
// [columns.claims]
// type = "claims"
// about = "the claims of absence, or those on its parts, or on the technology itself"

MATCH (asked:Entity {id: $material})
OPTIONAL MATCH (country:Entity {id: $country})
CALL (asked, country) {
  OPTIONAL MATCH (country)-[makes:PRODUCES {stage: $stage, measure: 'share of world output'}]->(made:Mineral|Material)
  WHERE (EXISTS { (made)-[:KIND_OF*0..4]->(asked) } OR EXISTS { (asked)-[:KIND_OF*0..4]->(made) })
    AND makes.status <> 'planned' AND coalesce(makes.value, makes.high, 1) > 0
    AND makes.grade <= $min_grade AND coalesce(makes.period_until, '') <= $as_of
  RETURN makes, made
  ORDER BY CASE WHEN made.id = $material AND coalesce(makes.period_until, '') >= toString(date($as_of) - duration({years: 3})) THEN 0 ELSE 1 END,
           coalesce(makes.period_until, '') DESC, CASE WHEN made.id = $material THEN 0 ELSE 1 END, makes.grade, made.id, makes.id
  LIMIT 1
}
WITH asked, country, makes, made,
     COLLECT { MATCH (kin:Mineral|Material)-[:KIND_OF*0..4]->(asked) RETURN kin.id
               UNION MATCH (asked)-[:KIND_OF*0..4]->(kin:Mineral|Material) RETURN kin.id } AS kin_ids,
     COLLECT { MATCH (holder:Technology|Component)-[:KIND_OF*0..4]->(kind:Technology|Component)<-[:ABOUT {role: 'start'}]-(no:Claim {absent: true, type: 'USES_MATERIAL'})-[:ABOUT {role: 'end'}]->(general:Mineral|Material)<-[:KIND_OF*0..4]-(asked)
               RETURN DISTINCT holder.id ORDER BY holder.id } AS exempt
CALL (country, kin_ids) {
  MATCH (country)<-[seat:LOCATED_IN|HEADQUARTERED_IN]-(supplier:Company|Facility)-[supply:SUPPLIES]->(maker:Company|Facility)
  WHERE supply.item IN kin_ids AND supply.status <> 'planned' AND supply.grade <= $min_grade AND coalesce(supply.period_from, '') <= $as_of
  MATCH (maker)-[makes_step:PRODUCES]->(step:Technology|Component)
  WHERE makes_step.status <> 'planned'
  WITH step, supplier, supply, makes_step, seat ORDER BY supplier.id, supply.id, seat.id, makes_step.id
  RETURN collect({step: step.id, supplier: supplier.id, grade: supply.grade, claims: supply.claims + makes_step.claims + seat.claims}) AS supplies
}
CALL (asked, country, makes, made, supplies, exempt) {
// -- routes of need: parts, then material, then what it is made from; down to special kinds is possible, up only at the end --
// read from the asked material backwards, a piece at a time: as one pattern it takes the planner seconds
MATCH beneath = (used:Mineral|Material)
  ((product:Mineral|Material)-[feed:MADE_FROM|KIND_OF]-(source:Mineral|Material)
    WHERE ((type(feed) = 'MADE_FROM' AND startNode(feed) = product AND NOT coalesce(feed.route, '') IN ['recycled', 'by-product'])
        OR (type(feed) = 'KIND_OF' AND endNode(feed) = product))
      AND feed.status <> 'planned' AND coalesce(feed.value, feed.high, 1) > 0 AND feed.grade <= $min_grade){0,6}
  (last:Mineral|Material)
  ((below:Mineral|Material)-[climb:KIND_OF]->(above:Mineral|Material) WHERE climb.grade <= $min_grade){0,4}
  (asked)
WITH asked, country, makes, made, supplies, exempt, used, nodes(beneath) AS matter, relationships(beneath) AS matter_links,
     [hop IN feed WHERE type(hop) = 'KIND_OF'] AS descents, size(climb) AS climbs,
     size(feed) > 0 AND type(last(feed)) = 'KIND_OF' AS ends_in_descent
WHERE all(step IN matter WHERE single(other IN matter WHERE other = step)) AND NOT (climbs > 0 AND ends_in_descent)
MATCH (part:Technology|Component)-[use:USES_MATERIAL]->(used)
WHERE use.status <> 'planned' AND coalesce(use.value, use.high, 1) > 0 AND use.grade <= $min_grade
MATCH over = (technology:Technology {domain: $domain})
  ((whole:Technology|Component)-[down:CONTAINS|KIND_OF]-(piece:Technology|Component)
    WHERE ((type(down) = 'CONTAINS' AND startNode(down) = whole) OR (type(down) = 'KIND_OF' AND endNode(down) = whole))
      AND down.status <> 'planned' AND coalesce(down.count, 1) > 0 AND down.grade <= $min_grade){0,6}
  (part)
WITH asked, country, makes, made, supplies, exempt, technology, part, used, nodes(over) + matter AS steps,
     relationships(over) + [use] + matter_links AS links, nodes(over) AS parts,
     descents + [hop IN down WHERE type(hop) = 'KIND_OF'] AS descents
WHERE all(step IN parts WHERE single(other IN parts WHERE other = step))
WITH *, any(hop IN links WHERE coalesce(hop.optional, false)) AS optional,
     size(descents) > 0 OR any(hop IN links WHERE coalesce(hop.variant, '') <> '' OR coalesce(hop.route, '') <> '' OR coalesce(hop.optional, false)) AS open
WHERE NOT open OR none(part IN parts WHERE part.id IN exempt)
// -- end of routes of need --
WITH *, [one IN supplies WHERE one.step IN [step IN steps | step.id]] AS suppliers
WITH technology, makes, suppliers
WHERE (makes IS NOT NULL AND coalesce(makes.value, makes.low, 0) >= $min_share) OR (size(suppliers) > 0 AND $min_share = 0)
WITH technology ORDER BY technology.id
RETURN collect(DISTINCT technology.id) AS dependent
}
MATCH (technology:Technology {domain: $domain})
WHERE NOT technology.id IN dependent
WITH asked, technology,
     COLLECT { MATCH (technology)-[:KIND_OF*0..4]->(kind:Technology)<-[:ABOUT {role: 'start'}]-(no:Claim {absent: true, type: 'USES_MATERIAL'})-[:ABOUT {role: 'end'}]->(general:Mineral|Material)<-[:KIND_OF*0..4]-(asked)
               WHERE no.grade <= $min_grade RETURN no ORDER BY no.grade, no.id } AS absences,
     COLLECT { MATCH (technology)<-[:KIND_OF*0..4]-(special:Technology)-[known:CONTAINS|USES_MATERIAL]->(thing:Technology|Component|Mineral|Material)
               WHERE known.status <> 'planned' AND coalesce(known.value, known.high, known.count, 1) > 0 AND known.grade <= $min_grade
               RETURN known ORDER BY known.id } AS known_parts
RETURN technology.id AS technology,
       CASE WHEN size(absences) > 0 THEN 'stated absent' WHEN size(known_parts) > 0 THEN 'no route known' ELSE 'no data' END AS verdict,
       CASE WHEN size(absences) > 0 THEN absences[0].text
            WHEN size(known_parts) > 0 THEN 'none of its documented parts and materials leads there'
            ELSE 'nothing is known of its parts' END AS why,
       size(known_parts) AS parts_known,
       CASE WHEN size(absences) > 0 THEN [no IN absences | no.id]
            WHEN size(known_parts) > 0 THEN reduce(all = [], known IN known_parts | all + known.claims)
            ELSE technology.claims END AS claims
ORDER BY verdict, technology
LIMIT toInteger($limit)
