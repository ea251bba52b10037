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

// -- from the end upwards, at most three steps: who makes it, who owns or supplies them --
// a step at a time, and of parallel facts the best one: a pattern of many lengths would follow every period of every producer
MATCH (end:Entity {id: $end})
CALL (end) {
  RETURN [end] AS steps, [] AS links
  UNION ALL
  MATCH (end)-[one:PRODUCES|SUPPLIES|OPERATES|OWNS|LOCATED_IN|HEADQUARTERED_IN]-(near:Technology|Component|Material|Mineral|Facility|Company)
  WHERE ((type(one) IN ['PRODUCES', 'SUPPLIES', 'OPERATES', 'OWNS'] AND endNode(one) = near)
         OR (type(one) IN ['LOCATED_IN', 'HEADQUARTERED_IN'] AND startNode(one) = near))
    AND one.status <> 'planned' AND coalesce(one.value, one.high, 1) > 0 AND one.grade <= $min_grade AND coalesce(one.period_until, '') <= $as_of
  WITH end, near, one ORDER BY near.id, one.grade, one.id
  WITH end, near, collect(one)[0] AS one
  RETURN [near, end] AS steps, [one] AS links
  UNION ALL
  MATCH (end)-[one:PRODUCES|SUPPLIES|OPERATES|OWNS|LOCATED_IN|HEADQUARTERED_IN]-(near:Technology|Component|Material|Mineral|Facility|Company)
  WHERE ((type(one) IN ['PRODUCES', 'SUPPLIES', 'OPERATES', 'OWNS'] AND endNode(one) = near)
         OR (type(one) IN ['LOCATED_IN', 'HEADQUARTERED_IN'] AND startNode(one) = near))
    AND one.status <> 'planned' AND coalesce(one.value, one.high, 1) > 0 AND one.grade <= $min_grade AND coalesce(one.period_until, '') <= $as_of
  WITH end, near, one ORDER BY near.id, one.grade, one.id
  WITH end, near, collect(one)[0] AS one
  MATCH (near)-[two:PRODUCES|SUPPLIES|OPERATES|OWNS|LOCATED_IN|HEADQUARTERED_IN]-(next:Technology|Component|Material|Mineral|Facility|Company)
  WHERE ((type(two) IN ['PRODUCES', 'SUPPLIES', 'OPERATES', 'OWNS'] AND endNode(two) = next)
         OR (type(two) IN ['LOCATED_IN', 'HEADQUARTERED_IN'] AND startNode(two) = next))
    AND two.status <> 'planned' AND coalesce(two.value, two.high, 1) > 0 AND two.grade <= $min_grade AND coalesce(two.period_until, '') <= $as_of AND next <> end
  WITH end, near, one, next, two ORDER BY next.id, two.grade, two.id
  WITH end, near, one, next, collect(two)[0] AS two
  RETURN [next, near, end] AS steps, [two, one] AS links
  UNION ALL
  MATCH (end)-[one:PRODUCES|SUPPLIES|OPERATES|OWNS|LOCATED_IN|HEADQUARTERED_IN]-(near:Technology|Component|Material|Mineral|Facility|Company)
  WHERE ((type(one) IN ['PRODUCES', 'SUPPLIES', 'OPERATES', 'OWNS'] AND endNode(one) = near)
         OR (type(one) IN ['LOCATED_IN', 'HEADQUARTERED_IN'] AND startNode(one) = near))
    AND one.status <> 'planned' AND coalesce(one.value, one.high, 1) > 0 AND one.grade <= $min_grade AND coalesce(one.period_until, '') <= $as_of
  WITH end, near, one ORDER BY near.id, one.grade, one.id
  WITH end, near, collect(one)[0] AS one
  MATCH (near)-[two:PRODUCES|SUPPLIES|OPERATES|OWNS|LOCATED_IN|HEADQUARTERED_IN]-(next:Technology|Component|Material|Mineral|Facility|Company)
  WHERE ((type(two) IN ['PRODUCES', 'SUPPLIES', 'OPERATES', 'OWNS'] AND endNode(two) = next)
         OR (type(two) IN ['LOCATED_IN', 'HEADQUARTERED_IN'] AND startNode(two) = next))
    AND two.status <> 'planned' AND coalesce(two.value, two.high, 1) > 0 AND two.grade <= $min_grade AND coalesce(two.period_until, '') <= $as_of AND next <> end
  WITH end, near, one, next, two ORDER BY next.id, two.grade, two.id
  WITH end, near, one, next, collect(two)[0] AS two
  MATCH (next)-[three:PRODUCES|SUPPLIES|OPERATES|OWNS|LOCATED_IN|HEADQUARTERED_IN]-(top:Technology|Component|Material|Mineral|Facility|Company)
  WHERE ((type(three) IN ['PRODUCES', 'SUPPLIES', 'OPERATES', 'OWNS'] AND endNode(three) = top)
         OR (type(three) IN ['LOCATED_IN', 'HEADQUARTERED_IN'] AND startNode(three) = top))
    AND three.status <> 'planned' AND coalesce(three.value, three.high, 1) > 0 AND three.grade <= $min_grade AND coalesce(three.period_until, '') <= $as_of AND top <> end AND top <> near
  WITH end, near, one, next, two, top, three ORDER BY top.id, three.grade, three.id
  WITH end, near, one, next, two, top, collect(three)[0] AS three
  RETURN [top, next, near, end] AS steps, [three, two, one] AS links
}
WITH steps, links, reduce(worst = 'A', hop IN links | CASE WHEN hop.grade > worst THEN hop.grade ELSE worst END) AS weakest
WHERE size(links) <= $max_hops
WITH steps[0] AS top, steps, links, weakest ORDER BY top.id, [step IN steps | step.id]
WITH top, collect({steps: steps, links: links, weakest: weakest}) AS ups
MATCH climb_way = (top)
  ((above:Technology|Component|Material|Mineral)<-[climb:KIND_OF]-(below:Technology|Component|Material|Mineral) WHERE climb.grade <= $min_grade){0,3}
  (turn:Entity)
UNWIND ups AS up
WITH turn, reverse(nodes(climb_way)) + up.steps[1..] AS steps, reverse(relationships(climb_way)) + up.links AS links, size(climb) AS climbs,
     reduce(worst = up.weakest, hop IN climb | CASE WHEN hop.grade > worst THEN hop.grade ELSE worst END) AS weakest
WHERE size(links) <= $max_hops AND all(step IN steps WHERE single(other IN steps WHERE other = step))
WITH turn.id AS turn_id, collect({steps: steps, links: links, climbs: climbs, weakest: weakest}) AS tails
WITH collect(turn_id) AS turns, collect({turn: turn_id, tails: tails}) AS ends

// -- from the start downwards to where those begin; gathered apart, since rows that are sorted must not carry the tails --
MATCH (start:Entity {id: $start})
CALL (start, turns) {
  MATCH down_way = (start)
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
  WITH turn, steps, collect({links: links, certainty: certainty, weakest: weakest, ends_in_descent: ends_in_descent})[0] AS best
  RETURN collect({turn: turn.id, steps: steps, best: best}) AS downs
}
UNWIND downs AS down
WITH down.steps AS steps, down.best AS best, head([one IN ends WHERE one.turn = down.turn | one.tails]) AS tails
UNWIND tails AS tail
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
