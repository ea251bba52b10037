// question = "Which technologies of {domain} depend on {material} made in {country}?"
// topic    = "dependency"
// row_key  = ["technology", "component", "material"]
// phrases  = ["which {domain} depends on {country}'s {material}", "what {domain} needs {material} from {country}", "who needs {material} made in {country}", "which technologies rely on {country} for {material}", "what would lose its {material} without {country}", "{domain} exposed to {material} from {country}", "what {domain} relies on {material} from {country}", "what {domain} uses {material} from {country}", "which {domain} is affected without {material} from {country}", "{domain} that cannot be built without {material} from {country}", "{domain} at risk from {country}'s {material}", "{domain} built on {material} from {country}", "{domain} tied to {material} from {country}", "which {domain} procures {material} from {country}"]
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
// about = "what depends"
// [columns.component]
// type = "id:Technology|Component"
// about = "the part in which the material sits"
// [columns.material]
// type = "id:Material|Mineral"
// about = "the material that the part is documented to use"
// [columns.certainty]
// type = "text"
// about = "certain: the route holds for every documented variant; possible: for one variant, an optional part, or a general kind"
// [columns.link]
// type = "text"
// about = "supplier named: a supplier in the country is documented; world share only: the dependence is inferred from its share"
// [columns.share_of_world]
// type = "number"
// about = "the country's share of world output, per cent; empty when only a bound or words are known"
// [columns.share_of]
// type = "id:Material|Mineral"
// about = "what it is a share of: the asked material, or, when its newest share is over three years old, the kind of it with a newer one"
// [columns.share_period]
// type = "text"
// about = "period of the share"
// [columns.optional]
// type = "flag"
// about = "a part on the route is not in every delivered whole"
// [columns.route]
// type = "ids:Technology|Component|Material|Mineral"
// about = "the way from the technology to the asked material, hop by hop"
// [columns.hops]
// type = "integer"
// about = "relationships on the route"
// [columns.weakest_grade]
// type = "grade"
// about = "grade of the weakest fact on the route, the share and the named supplier included"
// [columns.share_low]
// type = "number"
// about = "lower bound of the share, per cent"
// [columns.share_high]
// type = "number"
// about = "upper bound of the share, per cent"
// [columns.share_words]
// type = "text"
// about = "the share in the source's words"
// [columns.suppliers]
// type = "ids:Company|Facility"
// about = "suppliers in the country that are named for the maker of a part on the route"
// [columns.disputed]
// type = "flag"
// about = "sources exclude each other on the share or on a hop"
// [columns.claims]
// type = "claims"
// about = "every claim behind the row"

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
WITH *, [one IN supplies WHERE one.step IN [step IN steps | step.id]] AS named
WITH *, reduce(all = [], one IN named | CASE WHEN one.supplier IN all THEN all ELSE all + one.supplier END) AS suppliers,
     reduce(all = [], one IN named | all + one.claims) AS supplier_claims,
     reduce(worst = null, one IN named | CASE WHEN worst IS NULL OR one.grade > worst THEN one.grade ELSE worst END) AS supplier_grade
WITH technology, part, used, makes, made, optional, open, steps, links, suppliers, supplier_claims, supplier_grade,
     CASE WHEN open THEN 'possible' ELSE 'certain' END AS certainty,
     reduce(worst = CASE WHEN coalesce(supplier_grade, 'A') > coalesce(makes.grade, 'A') THEN supplier_grade ELSE coalesce(makes.grade, 'A') END, hop IN links | CASE WHEN hop.grade > worst THEN hop.grade ELSE worst END) AS weakest
WHERE (makes IS NOT NULL AND coalesce(makes.value, makes.low, 0) >= $min_share) OR (size(suppliers) > 0 AND $min_share = 0)
WITH * ORDER BY technology.id, part.id, used.id, certainty, CASE WHEN size(suppliers) > 0 THEN 0 ELSE 1 END, weakest, size(links), [step IN steps | step.id], [hop IN links | hop.id]
WITH technology, part, used, makes, made, collect({certainty: certainty, optional: optional, weakest: weakest, steps: [step IN steps | step.id],
     hops: size(links), suppliers: suppliers, torn: any(hop IN links WHERE coalesce(hop.disputed, false)),
     claims: reduce(all = supplier_claims, hop IN links | all + hop.claims)})[0] AS best
WITH *, CASE WHEN best.certainty = 'certain' THEN 1 ELSE 0 END AS sure  // a certain way of a part makes its possible ones needless
WITH technology, part, makes, made, collect({used: used, best: best}) AS ways, max(sure) AS sure
UNWIND [way IN ways WHERE sure = 0 OR way.best.certainty = 'certain'] AS way
WITH technology, part, way.used AS used, makes, made, way.best AS best
RETURN technology.id AS technology, part.id AS component, used.id AS material, best.certainty AS certainty,
       CASE WHEN size(best.suppliers) > 0 THEN 'supplier named' ELSE 'world share only' END AS link,
       makes.value AS share_of_world, made.id AS share_of, makes.period AS share_period, best.optional AS optional,
       best.steps AS route, best.hops AS hops, best.weakest AS weakest_grade,
       makes.low AS share_low, makes.high AS share_high, makes.words AS share_words, best.suppliers AS suppliers,
       best.torn OR coalesce(makes.disputed, false) AS disputed, best.claims + coalesce(makes.claims, []) AS claims
ORDER BY certainty, weakest_grade, hops, technology, component, material
LIMIT toInteger($limit)
