// question = "Which minerals lie beneath {technology}, and which country leads at each stage?"
// topic    = "dependency"
// row_key  = ["mineral", "stage", "share_of"]
// phrases  = ["what minerals does {technology} need", "minerals in {technology}", "what is {technology} made of down to the mine", "which raw materials lie beneath {technology}", "mineral content of {technology}", "mineral inputs of {technology}", "mineral composition of {technology}", "which metals go into {technology}", "which elements are needed for {technology}", "minerals required by {technology}", "minerals needed to make {technology}", "what is {technology} composed of", "what is inside {technology}, by mineral", "break {technology} down to its minerals", "what minerals does {technology} rely on", "minerals that {technology} is composed of"]
// [params.technology]
// type = "id:Technology|Component|Material|Mineral"
// example = "technology:nearline-hdd"
// about = "the technology; a part or a material is looked beneath in the same way"
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
// [columns.mineral]
// type = "id:Mineral"
// about = "a mineral that a route reaches"
// [columns.certainty]
// type = "text"
// about = "certain: the route holds for every documented variant; possible: for one variant, an optional part, or a general kind"
// [columns.stage]
// type = "text"
// about = "step of the chain at which shares are known for the mineral or a material on its route"
// [columns.leading_country]
// type = "id:Country"
// about = "the country with the largest share in the newest period"
// [columns.share_of_world]
// type = "number"
// about = "its share of world output, per cent; empty when only a bound or words are known"
// [columns.route]
// type = "ids:Technology|Component|Material|Mineral"
// about = "the best-evidenced way from the technology to the mineral"
// [columns.share_of]
// type = "id:Material|Mineral"
// about = "what it is a share of"
// [columns.share_period]
// type = "text"
// about = "period of the share"
// [columns.share_low]
// type = "number"
// about = "lower bound of the share, per cent"
// [columns.share_words]
// type = "text"
// about = "the share in the source's words"
// [columns.hops]
// type = "integer"
// about = "relationships on the route"
// [columns.weakest_grade]
// type = "grade"
// about = "grade of the weakest fact on the route and of the share"
// [columns.claims]
// type = "claims"
// about = "every claim behind the row"

// -- routes of need, down to minerals; down to special kinds is possible; what is matter itself has no parts to go through --
MATCH (technology:Entity {id: $technology})
CALL (technology) {
  MATCH way = (technology)
    ((whole:Technology|Component)-[down:CONTAINS|KIND_OF]-(piece:Technology|Component)
      WHERE ((type(down) = 'CONTAINS' AND startNode(down) = whole) OR (type(down) = 'KIND_OF' AND endNode(down) = whole))
        AND down.status <> 'planned' AND coalesce(down.count, 1) > 0 AND down.grade <= $min_grade){0,6}
    (part:Technology|Component)-[use:USES_MATERIAL]->(used:Mineral|Material)
    ((product:Mineral|Material)-[feed:MADE_FROM|KIND_OF]-(source:Mineral|Material)
      WHERE ((type(feed) = 'MADE_FROM' AND startNode(feed) = product AND NOT coalesce(feed.route, '') IN ['recycled', 'by-product'])
          OR (type(feed) = 'KIND_OF' AND endNode(feed) = product))
        AND feed.status <> 'planned' AND coalesce(feed.value, feed.high, 1) > 0 AND feed.grade <= $min_grade){0,6}
    (mineral:Mineral)
  WHERE use.status <> 'planned' AND coalesce(use.value, use.high, 1) > 0 AND use.grade <= $min_grade
  RETURN mineral, nodes(way) AS steps, relationships(way) AS links, [hop IN down + feed WHERE type(hop) = 'KIND_OF'] AS descents
  UNION ALL
  MATCH way = (technology)
    ((product:Mineral|Material)-[feed:MADE_FROM|KIND_OF]-(source:Mineral|Material)
      WHERE ((type(feed) = 'MADE_FROM' AND startNode(feed) = product AND NOT coalesce(feed.route, '') IN ['recycled', 'by-product'])
          OR (type(feed) = 'KIND_OF' AND endNode(feed) = product))
        AND feed.status <> 'planned' AND coalesce(feed.value, feed.high, 1) > 0 AND feed.grade <= $min_grade){0,6}
    (mineral:Mineral)
  RETURN mineral, nodes(way) AS steps, relationships(way) AS links, [hop IN feed WHERE type(hop) = 'KIND_OF'] AS descents
}
WITH mineral, steps, links, descents
WHERE all(step IN steps WHERE single(other IN steps WHERE other = step))
WITH *, size(descents) > 0 OR any(hop IN links WHERE coalesce(hop.variant, '') <> '' OR coalesce(hop.route, '') <> '' OR coalesce(hop.optional, false)) AS open
ORDER BY mineral.id, [hop IN links | hop.id]
WITH mineral, collect({steps: steps, links: links, open: open}) AS ways
WITH mineral, ways, COLLECT {
  MATCH (mineral)-[:KIND_OF*0..4]->(general:Mineral|Material)<-[:ABOUT {role: 'end'}]-(no:Claim {absent: true})-[:ABOUT {role: 'start'}]->(kind:Technology|Component|Material)<-[:KIND_OF*0..4]-(holder:Technology|Component|Material)
  WHERE no.type IN ['USES_MATERIAL', 'MADE_FROM'] RETURN DISTINCT holder.id ORDER BY holder.id } AS exempt
UNWIND [way IN ways WHERE NOT way.open OR none(step IN way.steps WHERE step.id IN exempt)] AS way
WITH mineral, way.steps AS steps, way.links AS links, way.open AS open
WITH mineral, steps, links, CASE WHEN open THEN 'possible' ELSE 'certain' END AS certainty,
     reduce(worst = 'A', hop IN links | CASE WHEN hop.grade > worst THEN hop.grade ELSE worst END) AS weakest
ORDER BY mineral.id, certainty, weakest, size(links), [step IN steps | step.id], [hop IN links | hop.id]
WITH mineral, collect({certainty: certainty, steps: steps, links: links, weakest: weakest})[0] AS best
CALL (best) {
  UNWIND [step IN best.steps WHERE step:Mineral OR step:Material] AS thing
  MATCH (leader:Country)-[makes:PRODUCES {measure: 'share of world output'}]->(thing)
  WHERE makes.status <> 'planned' AND makes.grade <= $min_grade AND coalesce(makes.period_until, '') <= $as_of
    AND coalesce(makes.stage, '') <> '' AND NOT leader.kind IN ['world', 'bloc']
  WITH thing, makes, leader
  ORDER BY thing.id, makes.stage, coalesce(makes.period_until, '') DESC, coalesce(makes.value, makes.low, -1) DESC, leader.id, makes.id
  WITH thing, makes.stage AS at_stage, collect({leader: leader, makes: makes})[0] AS top
  RETURN collect({stage: at_stage, thing: thing.id, leader: top.leader.id, makes: top.makes}) AS leaders
}
UNWIND CASE WHEN size(leaders) > 0 THEN leaders ELSE [null] END AS lead
RETURN mineral.id AS mineral, best.certainty AS certainty, lead.stage AS stage, lead.leader AS leading_country,
       lead.makes.value AS share_of_world, [step IN best.steps | step.id] AS route, lead.thing AS share_of,
       lead.makes.period AS share_period, lead.makes.low AS share_low, lead.makes.words AS share_words, size(best.links) AS hops,
       CASE WHEN lead IS NOT NULL AND lead.makes.grade > best.weakest THEN lead.makes.grade ELSE best.weakest END AS weakest_grade,
       reduce(all = coalesce(lead.makes.claims, []), hop IN best.links | all + hop.claims) AS claims
ORDER BY certainty, mineral, stage, share_of
LIMIT toInteger($limit)
