// question = "Which components of {technology} share an upstream facility or country?"
// topic    = "dependency"
// row_key  = ["upstream"]
// phrases  = ["common upstream of the components of {technology}", "what do the parts of {technology} have in common upstream", "shared suppliers of the components of {technology}", "which components of {technology} hang on one country", "single country behind several parts of {technology}", "shared upstream of {technology}", "single point of failure of {technology}", "single points of failure upstream of {technology}", "common bottleneck behind the parts of {technology}", "which parts of {technology} come from the same plant", "which parts of {technology} trace back to the same facility", "do several components of {technology} rely on the same country", "do components of {technology} come from one country upstream", "do the parts of {technology} all come from one country", "suppliers common to several parts of {technology}", "shared chokepoints of {technology}", "do parts of {technology} share a supplier", "shared supply risk of {technology}", "hidden common supplier behind the parts of {technology}", "what common suppliers do {technology}'s components have"]
// [params.technology]
// type = "id:Technology|Component"
// example = "technology:nearline-hdd"
// about = "the whole whose parts are looked at"
// [params.min_share]
// type = "number"
// default = 10
// about = "leave out countries with a smaller share of world output (per cent; a lower bound counts as the share); plants are shown whatever their size"
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
// [columns.upstream]
// type = "id:Country|Facility"
// about = "who makes two or more of the components, or what goes into them (see link for what is documented of deliveries)"
// [columns.components]
// type = "ids:Technology|Component"
// about = "the parts that share it, each for what it is itself made with"
// [columns.certain_components]
// type = "ids:Technology|Component"
// about = "those of them whose way there holds for every documented variant"
// [columns.through]
// type = "ids:Technology|Component|Material|Mineral"
// about = "what is made there: the parts themselves, or materials beneath them"
// [columns.share_of_world]
// type = "number"
// about = "a country's largest share of world output among them, per cent, newest period; empty for plants, and where only a bound or words are known"
// [columns.share_of]
// type = "id:Technology|Component|Material|Mineral"
// about = "what it is a share of"
// [columns.share_low]
// type = "number"
// about = "lower bound of that share"
// [columns.share_period]
// type = "text"
// about = "period of that share"
// [columns.place]
// type = "id:Country"
// about = "country of a plant"
// [columns.link]
// type = "text"
// about = "supplier named: somebody there is documented to supply a maker of one of the components; world share only: inferred from what the country makes; maker only: a plant that makes it, without a documented delivery"
// [columns.suppliers]
// type = "ids:Company|Facility"
// about = "those suppliers"
// [columns.optional]
// type = "ids:Technology|Component"
// about = "those of the components that not every delivered whole has"
// [columns.disputed]
// type = "flag"
// about = "sources exclude each other on a fact behind the row"
// [columns.weakest_grade]
// type = "grade"
// about = "grade of the weakest fact behind the row"
// [columns.claims]
// type = "claims"
// about = "every claim behind the row"

MATCH (technology:Entity {id: $technology})
CALL (technology) {
  MATCH over = (technology)
    ((whole:Technology|Component)-[down:CONTAINS|KIND_OF]-(piece:Technology|Component)
      WHERE ((type(down) = 'CONTAINS' AND startNode(down) = whole) OR (type(down) = 'KIND_OF' AND endNode(down) = whole))
        AND down.status <> 'planned' AND coalesce(down.count, 1) > 0 AND down.grade <= $min_grade){1,5}
    (part:Technology|Component)
  WHERE any(hop IN down WHERE type(hop) = 'CONTAINS') AND all(step IN nodes(over) WHERE single(other IN nodes(over) WHERE other = step))
  WITH part, down AS links, [step IN nodes(over) | step.id] AS steps, CASE WHEN any(hop IN down WHERE type(hop) = 'KIND_OF' OR coalesce(hop.variant, '') <> '' OR coalesce(hop.optional, false)) THEN 'possible' ELSE 'certain' END AS certainty,
       any(hop IN down WHERE coalesce(hop.optional, false)) AS optional, reduce(worst = 'A', hop IN down | CASE WHEN hop.grade > worst THEN hop.grade ELSE worst END) AS weakest
  ORDER BY part.id, certainty, optional, weakest, size(links), [hop IN links | hop.id]
  RETURN part, collect({certainty: certainty, optional: optional, weakest: weakest, steps: steps, torn: any(hop IN links WHERE coalesce(hop.disputed, false)),
         claims: reduce(all = [], hop IN links | all + hop.claims)})[0] AS over
}
CALL (part) {
  RETURN part AS thing, [{certainty: 'certain', links: [], steps: []}] AS routes
  UNION
  MATCH beneath = (part)-[use:USES_MATERIAL]->(used:Mineral|Material)
    ((product:Mineral|Material)-[feed:MADE_FROM|KIND_OF]-(source:Mineral|Material)
      WHERE ((type(feed) = 'MADE_FROM' AND startNode(feed) = product AND NOT coalesce(feed.route, '') IN ['recycled', 'by-product'])
          OR (type(feed) = 'KIND_OF' AND endNode(feed) = product))
        AND feed.status <> 'planned' AND coalesce(feed.value, feed.high, 1) > 0 AND feed.grade <= $min_grade){0,5}
    (last:Mineral|Material)
    ((below:Mineral|Material)-[climb:KIND_OF]->(above:Mineral|Material) WHERE climb.grade <= $min_grade){0,2}
    (thing:Mineral|Material)
  WHERE use.status <> 'planned' AND coalesce(use.value, use.high, 1) > 0 AND use.grade <= $min_grade
    AND NOT (size(climb) > 0 AND size(feed) > 0 AND type(last(feed)) = 'KIND_OF')
    AND all(step IN nodes(beneath) WHERE single(other IN nodes(beneath) WHERE other = step))
  WITH thing, nodes(beneath) AS steps, relationships(beneath) AS links, size([hop IN feed WHERE type(hop) = 'KIND_OF']) AS descents
  WITH thing, steps, links, CASE WHEN descents > 0 OR any(hop IN links WHERE coalesce(hop.variant, '') <> '' OR coalesce(hop.route, '') <> '' OR coalesce(hop.optional, false)) THEN 'possible' ELSE 'certain' END AS certainty
  ORDER BY thing.id, certainty, size(links), [hop IN links | hop.id]
  RETURN thing, collect({certainty: certainty, links: links, steps: [step IN steps | step.id]}) AS routes
}
WITH part, over, thing, routes ORDER BY thing.id, part.id
WITH thing, collect({part: part.id, over: over, routes: routes}) AS needs
WITH thing, needs, COLLECT {
  MATCH (thing)-[:KIND_OF*0..4]->(general:Mineral|Material)<-[:ABOUT {role: 'end'}]-(no:Claim {absent: true})-[:ABOUT {role: 'start'}]->(kind:Technology|Component|Material)<-[:KIND_OF*0..4]-(holder:Technology|Component|Material)
  WHERE no.type IN ['USES_MATERIAL', 'MADE_FROM'] RETURN DISTINCT holder.id ORDER BY holder.id } AS exempt
UNWIND needs AS need
WITH thing, need.part AS part, need.over AS over,
     head([route IN need.routes WHERE (need.over.certainty = 'certain' AND route.certainty = 'certain') OR none(step IN need.over.steps + route.steps WHERE step IN exempt)]) AS route
WHERE route IS NOT NULL
WITH thing, collect({part: part, certainty: (CASE WHEN over.certainty = 'certain' THEN route.certainty ELSE 'possible' END), optional: over.optional OR any(hop IN route.links WHERE coalesce(hop.optional, false)),
     weakest: reduce(worst = over.weakest, hop IN route.links | CASE WHEN hop.grade > worst THEN hop.grade ELSE worst END),
     torn: over.torn OR any(hop IN route.links WHERE coalesce(hop.disputed, false)), claims: reduce(all = over.claims, hop IN route.links | all + hop.claims)}) AS ways
CALL (thing) {
  MATCH (maker:Country)-[makes:PRODUCES {measure: 'share of world output'}]->(thing)
  WHERE makes.status <> 'planned' AND makes.grade <= $min_grade AND coalesce(makes.period_until, '') <= $as_of AND NOT coalesce(maker.kind, '') IN ['world', 'bloc']
    AND coalesce(makes.stage, '') <> 'recycling' AND coalesce(makes.value, makes.high, 1) > 0
  WITH maker, makes ORDER BY maker.id, coalesce(makes.period_until, '') DESC, coalesce(makes.value, makes.low, -1) DESC, makes.id
  WITH maker, collect(makes)[0] AS makes
  WHERE coalesce(makes.value, makes.low, 0) >= $min_share
  RETURN maker AS upstream, makes
  UNION
  MATCH (plant:Facility)-[makes:PRODUCES]->(thing)
  WHERE makes.status <> 'planned' AND makes.grade <= $min_grade AND coalesce(makes.period_until, '') <= $as_of AND NOT coalesce(makes.idle, false)
    AND coalesce(makes.stage, '') <> 'recycling' AND coalesce(makes.value, makes.high, 1) > 0
  WITH plant, makes ORDER BY plant.id, coalesce(makes.period_until, '') DESC, makes.grade, makes.id
  WITH plant, collect(makes)[0] AS makes
  RETURN plant AS upstream, makes
}
UNWIND ways AS way
WITH upstream, thing, makes, way ORDER BY upstream.id, coalesce(makes.value, makes.low, -1) DESC, thing.id, way.part, way.claims
WITH upstream, collect({thing: thing.id, makes: makes, way: way}) AS found
WITH upstream, found, found[0] AS top,
     COLLECT { UNWIND found AS one RETURN DISTINCT one.way.part AS part ORDER BY part } AS components,
     COLLECT { UNWIND found AS one WITH one WHERE one.way.certainty = 'certain' RETURN DISTINCT one.way.part AS part ORDER BY part } AS certain_components,
     COLLECT { UNWIND found AS one WITH one WHERE one.way.optional RETURN DISTINCT one.way.part AS part ORDER BY part } AS optional,
     COLLECT { UNWIND found AS one RETURN DISTINCT one.thing AS thing_id ORDER BY thing_id } AS through
WHERE size(components) > 1
CALL (upstream) {
  OPTIONAL MATCH (upstream)-[stands:LOCATED_IN]->(country:Country) WHERE upstream:Facility AND stands.grade <= $min_grade
  RETURN country.id AS place, coalesce(stands.claims, []) AS place_claims ORDER BY place LIMIT 1
}
CALL (upstream, found) {
  UNWIND found AS one
  MATCH (:Entity {id: one.way.part})<-[makes_part:PRODUCES]-(customer:Company|Facility)<-[supply:SUPPLIES]-(supplier:Company|Facility)
  WHERE makes_part.status <> 'planned' AND supply.status <> 'planned' AND supply.grade <= $min_grade AND coalesce(supply.period_from, '') <= $as_of
    AND (supplier = upstream OR EXISTS { (supplier)-[:LOCATED_IN|HEADQUARTERED_IN]->(upstream) })
  MATCH (:Entity {id: supply.item})-[:KIND_OF*0..4]->(general:Entity {id: one.thing})
  WITH supplier, makes_part, supply ORDER BY supplier.id, supply.id, makes_part.id
  RETURN collect(DISTINCT supplier.id) AS suppliers, max(supply.grade) AS supply_grade,
         reduce(all = [], hop IN collect(supply) + collect(makes_part) | all + hop.claims) AS supply_claims
}
RETURN upstream.id AS upstream, components, certain_components, through, CASE WHEN upstream:Country THEN top.makes.value END AS share_of_world,
       CASE WHEN upstream:Country THEN top.thing END AS share_of, CASE WHEN upstream:Country THEN top.makes.low END AS share_low,
       CASE WHEN upstream:Country THEN top.makes.period END AS share_period, place,
       CASE WHEN size(suppliers) > 0 THEN 'supplier named' WHEN upstream:Country THEN 'world share only' ELSE 'maker only' END AS link, suppliers, optional,
       any(one IN found WHERE one.way.torn OR coalesce(one.makes.disputed, false)) AS disputed,
       reduce(worst = coalesce(supply_grade, 'A'), one IN found | CASE WHEN one.makes.grade > worst AND one.makes.grade >= one.way.weakest THEN one.makes.grade WHEN one.way.weakest > worst THEN one.way.weakest ELSE worst END) AS weakest_grade,
       reduce(all = place_claims + supply_claims, one IN found | all + one.makes.claims + one.way.claims) AS claims
ORDER BY size(components) DESC, size(certain_components) DESC, coalesce(share_of_world, share_low, -1) DESC, upstream
LIMIT toInteger($limit)
