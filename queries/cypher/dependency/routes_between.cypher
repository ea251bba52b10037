// question = "How does {start} reach {end}? All simple routes within {max_hops} hops, best evidence first"
// topic    = "dependency"
// row_key  = ["route"]
// phrases  = ["how does {start} depend on {end}", "routes from {start} to {end}", "path between {start} and {end}", "how is {start} linked to {end} within {max_hops} hops"]
// [params.start]
// type = "id:Technology|Component|Material|Mineral|Facility|Company"
// example = "technology:nearline-hdd"
// about = "where the route begins"
// [params.end]
// type = "id:Entity"
// example = "country:CHN"
// about = "where it ends; a country is reached through what it produces or what stands in it"
// [params.max_hops]
// type = "integer"
// default = 6
// about = "most relationships on a route, at most 12"
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
// [columns.hops]
// type = "integer"
// about = "relationships on the route"
// [columns.certainty]
// type = "text"
// about = "certain: the route holds for every documented variant; possible: for one variant, an optional part, or a general kind"
// [columns.weakest_grade]
// type = "grade"
// about = "grade of the weakest fact on the route"
// [columns.route]
// type = "ids:Entity"
// about = "the route, hop by hop"
// [columns.relationships]
// type = "texts"
// about = "the relationship types along the route; < marks those walked against their direction"
// [columns.claims]
// type = "claims"
// about = "every claim behind the route"

MATCH (start:Entity {id: $start}), (end:Entity {id: $end})
MATCH way = (start)
  ((whole:Technology|Component|Material|Mineral)-[down:CONTAINS|USES_MATERIAL|MADE_FROM|KIND_OF]-(piece:Technology|Component|Material|Mineral)
    WHERE ((type(down) IN ['CONTAINS', 'USES_MATERIAL'] AND startNode(down) = whole)
        OR (type(down) = 'MADE_FROM' AND startNode(down) = whole AND NOT coalesce(down.route, '') IN ['recycled', 'by-product'])
        OR (type(down) = 'KIND_OF' AND endNode(down) = whole))
      AND down.status <> 'planned' AND coalesce(down.value, down.high, down.count, 1) > 0 AND down.grade <= $min_grade){0,8}
  (turn:Entity)
  ((below:Technology|Component|Material|Mineral)-[climb:KIND_OF]->(above:Technology|Component|Material|Mineral) WHERE climb.grade <= $min_grade){0,3}
  (top:Entity)
  ((near:Entity)-[up:PRODUCES|SUPPLIES|OPERATES|OWNS|LOCATED_IN|HEADQUARTERED_IN]-(far:Entity)
    WHERE ((type(up) IN ['PRODUCES', 'SUPPLIES', 'OPERATES', 'OWNS'] AND endNode(up) = near)
        OR (type(up) IN ['LOCATED_IN', 'HEADQUARTERED_IN'] AND startNode(up) = near))
      AND up.status <> 'planned' AND coalesce(up.value, up.high, 1) > 0 AND up.grade <= $min_grade
      AND coalesce(up.period_until, '') <= $as_of){0,3}
  (end)
WITH nodes(way) AS steps, relationships(way) AS links, size(climb) AS climbs,
     [hop IN down WHERE type(hop) = 'KIND_OF'] AS descents, size(down) > 0 AND type(last(down)) = 'KIND_OF' AS ends_in_descent
WHERE size(links) >= 1 AND size(links) <= $max_hops
  AND all(step IN steps WHERE single(other IN steps WHERE other = step)) AND NOT (climbs > 0 AND ends_in_descent)
  AND none(step IN steps[1..-1] WHERE step:Country OR step:Policy OR step:State OR step:Viewpoint)
WITH [step IN steps | step.id] AS route, links,
     [at IN range(0, size(links) - 1) | CASE WHEN startNode(links[at]) = steps[at] THEN '' ELSE '<' END + type(links[at])] AS types,
     CASE WHEN size(descents) > 0 OR any(hop IN links WHERE coalesce(hop.variant, '') <> '' OR coalesce(hop.route, '') <> '' OR coalesce(hop.optional, false))
          THEN 'possible' ELSE 'certain' END AS certainty,
     reduce(worst = 'A', hop IN links | CASE WHEN hop.grade > worst THEN hop.grade ELSE worst END) AS weakest
ORDER BY route, certainty, weakest, [hop IN links | hop.id]
WITH route, collect({certainty: certainty, weakest: weakest, types: types, links: links})[0] AS best
RETURN size(best.links) AS hops, best.certainty AS certainty, best.weakest AS weakest_grade, route,
       best.types AS relationships, reduce(all = [], hop IN best.links | all + hop.claims) AS claims
ORDER BY weakest_grade, certainty, hops, route
LIMIT toInteger($limit)
