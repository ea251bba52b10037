// question = "How does {start} reach {end}? All simple routes within {max_hops} hops, best evidence first"
// topic    = "dependency"
// row_key  = ["route"]
// phrases  = ["how does {start} depend on {end}", "routes from {start} to {end}", "path between {start} and {end}", "how is {start} linked to {end} within {max_hops} hops", "supply chain from {start} to {end}", "supply path from {start} to {end}", "how is {start} connected to {end}", "how is {start} tied to {end}", "how is {start} linked with {end}", "connection between {start} and {end}", "trace {start} to {end}", "by which way does {start} lead to {end}", "how does {start} rely on {end}", "how does {start} connect to {end}"]
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

// -- where a way down may turn to kinds above, makers and places, as far as the end; begun at the start, since a country makes thousands of things --
MATCH (first:Entity {id: $start})
  ((whole:Technology|Component|Material|Mineral)-[down:CONTAINS|USES_MATERIAL|MADE_FROM|KIND_OF]-(piece:Technology|Component|Material|Mineral)
    WHERE ((type(down) IN ['CONTAINS', 'USES_MATERIAL'] AND startNode(down) = whole)
        OR (type(down) = 'MADE_FROM' AND startNode(down) = whole AND NOT coalesce(down.route, '') IN ['recycled', 'by-product'])
        OR (type(down) = 'KIND_OF' AND endNode(down) = whole))
      AND down.status <> 'planned' AND coalesce(down.value, down.high, down.count, 1) > 0 AND down.grade <= $min_grade){0,8}
  (turn:Entity)
WITH DISTINCT turn
MATCH climb_way = (turn)
  ((below:Technology|Component|Material|Mineral)-[climb:KIND_OF]->(above:Technology|Component|Material|Mineral) WHERE climb.grade <= $min_grade){0,3}
  (top:Entity)
WITH turn, top, nodes(climb_way) AS climb_steps, climb ORDER BY top.id, turn.id, [hop IN climb | hop.id]
WITH top, collect({turn: turn, steps: climb_steps, climb: climb}) AS climbs
// the last hop apart, so that no way is followed through a country, which has thousands
MATCH up_way = (top)
  ((near:Technology|Component|Material|Mineral|Facility|Company)-[up:PRODUCES|SUPPLIES|OPERATES|OWNS|LOCATED_IN|HEADQUARTERED_IN]-(far:Facility|Company)
    WHERE ((type(up) IN ['PRODUCES', 'SUPPLIES', 'OPERATES', 'OWNS'] AND endNode(up) = near)
        OR (type(up) IN ['LOCATED_IN', 'HEADQUARTERED_IN'] AND startNode(up) = near))
      AND up.status <> 'planned' AND coalesce(up.value, up.high, 1) > 0 AND up.grade <= $min_grade
      AND coalesce(up.period_until, '') <= $as_of){0,2}
  (:Entity)
  ((mid:Technology|Component|Material|Mineral|Facility|Company)-[last:PRODUCES|SUPPLIES|OPERATES|OWNS|LOCATED_IN|HEADQUARTERED_IN]-(goal:Entity)
    WHERE ((type(last) IN ['PRODUCES', 'SUPPLIES', 'OPERATES', 'OWNS'] AND endNode(last) = mid)
        OR (type(last) IN ['LOCATED_IN', 'HEADQUARTERED_IN'] AND startNode(last) = mid))
      AND last.status <> 'planned' AND coalesce(last.value, last.high, 1) > 0 AND last.grade <= $min_grade
      AND coalesce(last.period_until, '') <= $as_of){0,1}
  (end:Entity)
WHERE coalesce(end.id, '') = $end AND size(up) + size(last) <= $max_hops  // no index: from a country it would be the longer way round
WITH climbs, nodes(up_way) AS steps, up + last AS links
WITH climbs, steps, links, reduce(worst = 'A', hop IN links | CASE WHEN hop.grade > worst THEN hop.grade ELSE worst END) AS weakest
WHERE all(step IN steps WHERE single(other IN steps WHERE other = step))
WITH climbs, steps, links, weakest ORDER BY [step IN steps | step.id], weakest, [hop IN links | hop.id]
WITH climbs, steps, collect({links: links, weakest: weakest})[0] AS best  // of parallel facts the best one, so that periods never multiply routes
UNWIND climbs AS way
WITH way.turn AS turn, way.steps + steps[1..] AS steps, way.climb + best.links AS links, size(way.climb) AS climbs,
     reduce(worst = best.weakest, hop IN way.climb | CASE WHEN hop.grade > worst THEN hop.grade ELSE worst END) AS weakest
WHERE size(links) <= $max_hops AND all(step IN steps WHERE single(other IN steps WHERE other = step))
WITH turn.id AS turn_id, collect({steps: steps, links: links, climbs: climbs, weakest: weakest}) AS tails
WITH collect(turn_id) AS turns, collect({turn: turn_id, tails: tails}) AS ends

// -- from the start downwards to where those begin --
CALL (turns) {
  MATCH down_way = (start:Entity {id: $start})
    ((whole:Technology|Component|Material|Mineral)-[down:CONTAINS|USES_MATERIAL|MADE_FROM|KIND_OF]-(piece:Technology|Component|Material|Mineral)
      WHERE ((type(down) IN ['CONTAINS', 'USES_MATERIAL'] AND startNode(down) = whole)
          OR (type(down) = 'MADE_FROM' AND startNode(down) = whole AND NOT coalesce(down.route, '') IN ['recycled', 'by-product'])
          OR (type(down) = 'KIND_OF' AND endNode(down) = whole))
        AND down.status <> 'planned' AND coalesce(down.value, down.high, down.count, 1) > 0 AND down.grade <= $min_grade){0,8}
    (turn:Entity)
  WHERE turn.id IN turns AND size(down) <= $max_hops
  WITH turn, nodes(down_way) AS steps, down AS links, size(down) > 0 AND type(last(down)) = 'KIND_OF' AS ends_in_descent
  WHERE all(step IN steps WHERE single(other IN steps WHERE other = step))
  WITH turn, steps, links, ends_in_descent,
       CASE WHEN any(hop IN links WHERE type(hop) = 'KIND_OF' OR coalesce(hop.variant, '') <> '' OR coalesce(hop.route, '') <> '' OR coalesce(hop.optional, false))
            THEN 'possible' ELSE 'certain' END AS certainty,
       reduce(worst = 'A', hop IN links | CASE WHEN hop.grade > worst THEN hop.grade ELSE worst END) AS weakest
  ORDER BY turn.id, certainty, weakest, [hop IN links | hop.id]
  RETURN turn, steps, collect({links: links, certainty: certainty, weakest: weakest, ends_in_descent: ends_in_descent})[0] AS best
}
UNWIND head([one IN ends WHERE one.turn = turn.id | one.tails]) AS tail
WITH steps + tail.steps[1..] AS steps, best.links + tail.links AS links, best.certainty AS certainty, tail.climbs AS climbs, best.ends_in_descent AS ends_in_descent,
     CASE WHEN tail.weakest > best.weakest THEN tail.weakest ELSE best.weakest END AS weakest
WHERE size(links) >= 1 AND size(links) <= $max_hops AND NOT (climbs > 0 AND ends_in_descent)
  AND all(step IN steps WHERE single(other IN steps WHERE other = step))
WITH [step IN steps | step.id] AS route, links, certainty, weakest,
     [at IN range(0, size(links) - 1) | CASE WHEN startNode(links[at]) = steps[at] THEN '' ELSE '<' END + type(links[at])] AS types
ORDER BY route, certainty, weakest, [hop IN links | hop.id]
WITH route, collect({certainty: certainty, weakest: weakest, types: types, links: links})[0] AS best
RETURN size(best.links) AS hops, best.certainty AS certainty, best.weakest AS weakest_grade, route,
       best.types AS relationships, reduce(all = [], hop IN best.links | all + hop.claims) AS claims
ORDER BY weakest_grade, certainty, hops, route
LIMIT toInteger($limit)
