// question = "Which technologies and companies does {policy} reach, in force or if resumed?"
// topic    = "policy"
// row_key  = ["reached", "link"]
// phrases  = ["who is hit by {policy}", "what depends on what {policy} controls", "exposure to {policy}", "which companies does {policy} affect", "what happens if {policy} is resumed", "who is hurt by {policy}", "what does {policy} hit", "impact of {policy} on companies", "technologies exposed to {policy}", "which technologies would {policy} touch", "who would be hit if {policy} came back", "which firms feel {policy}", "who suffers from {policy}"]
// [params.policy]
// type = "id:Policy"
// example = "policy:cn-2024-46-us-ban"
// about = "the rule"
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
// [columns.reached]
// type = "id:Technology|Company"
// about = "what the rule reaches"
// [columns.kind]
// type = "text"
// about = "technology or company"
// [columns.hops]
// type = "integer"
// about = "steps on the route"
// [columns.route]
// type = "ids:Entity"
// about = "the way from it to the rule, step by step"
// [columns.link]
// type = "text"
// about = "needs it: a route of need leads to what the rule names; makes what needs it: it makes such a thing or a part of it; makes it where the rule holds: it makes what the rule names in the issuer's country; is supplied with it: a named supplier in the issuer's country sells it to it; uses the process: it uses what the rule names; named by it: the rule targets it; holds a licence: under the rule"
// [columns.certainty]
// type = "text"
// about = "certain: every documented variant of the route holds; possible: one variant, an optional part, a general kind, or the rule covers only a part of what it names"
// [columns.optional]
// type = "flag"
// about = "a part on the route is not in every delivered whole"
// [columns.effect]
// type = "text"
// about = "in force: the rule reaches it on as_of; in force in part: some of its parts are; if resumed: it is suspended; if it comes into force: announced, proposed or planned; lapsed: expired or lifted; not yet: its first state begins later; not known: no source says"
// [columns.weakest_grade]
// type = "grade"
// about = "grade of the weakest fact on the route"
// [columns.claims]
// type = "claims"
// about = "every claim behind the route and the states of the rule"

MATCH (policy:Entity {id: $policy})
CALL (policy) {
  OPTIONAL MATCH (policy)-[held:IN_STATE]->(state:State)
  WHERE held.state_from <= $as_of AND held.grade <= $min_grade
  WITH coalesce(held.scope, '') AS scope, held, state ORDER BY scope, held.state_from DESC, held.state_until DESC, state.id, held.id
  WITH scope, collect({held: held, state: state.id})[0] AS last
  WITH CASE WHEN last.held.status = 'planned' AND last.state = 'state:in-force' THEN 'planned'
            WHEN last.held.status = 'planned' OR last.held.state_until <= $as_of THEN 'state:unknown' ELSE last.state END AS state,
       last.held AS held ORDER BY scope
  WITH collect(DISTINCT state) AS states, collect(held) AS helds
  RETURN CASE WHEN states = ['state:in-force'] THEN 'in force' WHEN 'state:in-force' IN states THEN 'in force in part'
              WHEN 'state:suspended' IN states THEN 'if resumed'
              WHEN any(state IN states WHERE state IN ['state:announced', 'state:proposed', 'planned']) THEN 'if it comes into force'
              WHEN size(states) > 0 AND all(state IN states WHERE state IN ['state:expired', 'state:lifted']) THEN 'lapsed'
              WHEN size(states) = 0 AND EXISTS { (policy)-[:IN_STATE]->(:State) } THEN 'not yet' ELSE 'not known' END AS effect,
         reduce(all = [], held IN helds | all + held.claims) AS state_claims
}
CALL (policy) {
  OPTIONAL MATCH (issuer:Country|Company)-[issued:ISSUED]->(policy)
  OPTIONAL MATCH (issuer)-[seat:HEADQUARTERED_IN|LOCATED_IN]->(country:Country)
  WITH coalesce(country.id, issuer.id) AS home ORDER BY home
  RETURN collect(DISTINCT home) AS homes
}
// -- what the rule names, and what needs it: the best way of each thing; read backwards, a piece at a time --
CALL (policy) {
  CALL (policy) {
    MATCH (policy)-[restricts:RESTRICTS]->(item:Mineral|Material|Component|Technology|Process)
    WHERE restricts.status <> 'planned' AND restricts.grade <= $min_grade AND coalesce(restricts.period_from, '') <= $as_of
    RETURN item, [restricts] AS rule_links, [item.id, policy.id] AS rule_steps, coalesce(restricts.part_only, false) AS part
    UNION
    MATCH (policy)-[restricts:RESTRICTS]->(code:Product)<-[class:CLASSIFIED_AS]-(item:Mineral|Material|Component)
    WHERE restricts.status <> 'planned' AND restricts.grade <= $min_grade AND coalesce(restricts.period_from, '') <= $as_of
      AND class.status <> 'planned' AND class.grade <= $min_grade
    RETURN item, [class, restricts] AS rule_links, [item.id, code.id, policy.id] AS rule_steps,
           coalesce(restricts.part_only, false) OR coalesce(class.bundled, false) AS part
  }
  WITH item, rule_links, rule_steps, part ORDER BY item.id, part, size(rule_links), [hop IN rule_links | hop.id]
  WITH item, collect({links: rule_links, steps: rule_steps, part: part})[0] AS rule
  RETURN collect({item: item, rule: rule}) AS named
}
CALL (named) {
  UNWIND named AS each
  WITH each.item AS item, each.rule AS rule
  WITH item, rule,
       COLLECT { MATCH (item)-[:KIND_OF*0..4]->(general:Entity)
                 MATCH (no:Claim {end: general.id}) WHERE no.absent AND no.type IN ['USES_MATERIAL', 'CONTAINS']
                 MATCH (:Entity {id: no.start})<-[:KIND_OF*0..4]-(holder:Technology|Component)
                 RETURN DISTINCT holder.id ORDER BY holder.id } AS exempt  // stated to hold none of it
  CALL (item) {
    MATCH beneath = (used:Mineral|Material)
      ((product:Mineral|Material)-[feed:MADE_FROM|KIND_OF]-(source:Mineral|Material)
        WHERE ((type(feed) = 'MADE_FROM' AND startNode(feed) = product AND NOT coalesce(feed.route, '') IN ['recycled', 'by-product'])
            OR (type(feed) = 'KIND_OF' AND endNode(feed) = product))
          AND feed.status <> 'planned' AND coalesce(feed.value, feed.high, 1) > 0 AND feed.grade <= $min_grade){0,6}
      (last:Mineral|Material)
      ((below:Mineral|Material)-[climb:KIND_OF]->(above:Mineral|Material) WHERE climb.grade <= $min_grade){0,4}
      (item)
    WITH used, nodes(beneath) AS matter, relationships(beneath) AS links, size(climb) AS climbs, [hop IN feed WHERE type(hop) = 'KIND_OF'] AS descents,
         size(feed) > 0 AND type(last(feed)) = 'KIND_OF' AS ends_in_descent
    WHERE all(step IN matter WHERE single(other IN matter WHERE other = step)) AND NOT (climbs > 0 AND ends_in_descent)
    WITH used, [step IN matter | step.id] AS matter, links,
         size(descents) > 0 OR any(hop IN links WHERE coalesce(hop.route, '') <> '') AS open,
         reduce(worst = 'A', hop IN links | CASE WHEN hop.grade > worst THEN hop.grade ELSE worst END) AS weakest
    ORDER BY used.id, open, weakest, size(links), matter, [hop IN links | hop.id]
    WITH used, collect({steps: matter, links: links, open: open})[0] AS best
    MATCH (part:Technology|Component)-[use:USES_MATERIAL]->(used)
    WHERE use.status <> 'planned' AND coalesce(use.value, use.high, 1) > 0 AND use.grade <= $min_grade
    RETURN part, best.steps AS steps, [use] + best.links AS links,
           best.open OR coalesce(use.variant, '') <> '' OR coalesce(use.optional, false) AS open, false AS climbs
    UNION
    MATCH above = (part:Technology|Component)((below:Technology|Component)-[climb:KIND_OF]->(over:Technology|Component) WHERE climb.grade <= $min_grade){0,4}(item)
    RETURN part, [step IN nodes(above)[1..] | step.id] AS steps, relationships(above) AS links, false AS open, size(climb) > 0 AS climbs
  }
  WITH *, reduce(worst = 'A', hop IN links | CASE WHEN hop.grade > worst THEN hop.grade ELSE worst END) AS weakest
  ORDER BY part.id, item.id, open, weakest, size(links), steps, [hop IN links | hop.id]
  WITH part, item, rule, exempt, collect({steps: steps, links: links, open: open, climbs: climbs})[0] AS tail
  WITH part, collect({item: item, rule: rule, exempt: exempt, tail: tail}) AS tails
  MATCH over = (thing:Technology|Component)
    ((whole:Technology|Component)-[down:CONTAINS|KIND_OF]-(piece:Technology|Component)
      WHERE ((type(down) = 'CONTAINS' AND startNode(down) = whole) OR (type(down) = 'KIND_OF' AND endNode(down) = whole))
        AND down.status <> 'planned' AND coalesce(down.count, 1) > 0 AND down.grade <= $min_grade){0,6}
    (part)
  WITH thing, tails, nodes(over) AS parts, relationships(over) AS over_links, size(down) > 0 AND type(last(down)) = 'KIND_OF' AS ends_in_descent
  WHERE all(step IN parts WHERE single(other IN parts WHERE other = step))
  WITH thing, tails, [step IN parts | step.id] AS part_ids, over_links, ends_in_descent,
       any(hop IN over_links WHERE type(hop) = 'KIND_OF' OR coalesce(hop.variant, '') <> '' OR coalesce(hop.optional, false)) AS over_open
  UNWIND [each IN tails WHERE NOT (each.tail.climbs AND ends_in_descent) AND none(id IN part_ids WHERE id IN each.tail.steps)] AS each
  WITH thing, each, part_ids, each.item AS item, each.rule AS rule, part_ids + each.tail.steps + each.rule.steps[1..] AS steps,
       over_links + each.tail.links + each.rule.links AS links, over_open OR each.tail.open AS open
  WHERE NOT open OR none(id IN part_ids WHERE id IN each.exempt)
  WITH thing, open OR rule.part AS open, steps, links, reduce(worst = 'A', hop IN links | CASE WHEN hop.grade > worst THEN hop.grade ELSE worst END) AS weakest
  ORDER BY thing.id, open, weakest, size(links), steps, [hop IN links | hop.id]
  WITH thing, collect({thing: thing, technology: thing:Technology, open: open, steps: steps, links: links})[0] AS way
  RETURN collect(way) AS ways
}
CALL (policy, homes, named, ways) {
  UNWIND ways AS way
  WITH way WHERE way.technology
  RETURN way.steps[0] AS reached, 'technology' AS kind, 'needs it' AS link, way.open AS open, way.steps AS steps, way.links AS links
  UNION
  UNWIND ways AS way
  WITH way, way.thing AS thing
  MATCH (thing)<-[makes:PRODUCES]-(company:Company)
  WHERE makes.status <> 'planned' AND coalesce(makes.value, makes.high, 1) > 0 AND makes.grade <= $min_grade
  RETURN company.id AS reached, 'company' AS kind, 'makes what needs it' AS link, way.open AS open, [company.id] + way.steps AS steps, [makes] + way.links AS links
  UNION
  UNWIND ways AS way
  WITH way, way.thing AS thing
  MATCH (thing)<-[makes:PRODUCES]-(plant:Facility)<-[runs:OPERATES|OWNS]-(company:Company)
  WHERE makes.status <> 'planned' AND coalesce(makes.value, makes.high, 1) > 0 AND makes.grade <= $min_grade
    AND runs.status <> 'planned' AND runs.grade <= $min_grade AND coalesce(runs.period_from, '') <= $as_of
  RETURN company.id AS reached, 'company' AS kind, 'makes what needs it' AS link, way.open AS open, [company.id, plant.id] + way.steps AS steps, [runs, makes] + way.links AS links
  UNION
  UNWIND named AS each
  WITH each.item AS item, each.rule AS rule
  MATCH kinds = (item)<-[:KIND_OF*0..4]-(made:Mineral|Material|Component|Technology)
  MATCH (made)<-[makes:PRODUCES]-(company:Company)-[seat:HEADQUARTERED_IN|LOCATED_IN]->(home:Country)
  WHERE home.id IN homes AND makes.status <> 'planned' AND coalesce(makes.value, makes.high, 1) > 0 AND makes.grade <= $min_grade
    AND seat.status <> 'planned' AND seat.grade <= $min_grade
  RETURN company.id AS reached, 'company' AS kind, 'makes it where the rule holds' AS link, rule.part AS open,
         [company.id] + [step IN reverse(nodes(kinds)) | step.id] + rule.steps[1..] AS steps, [makes, seat] + relationships(kinds) + rule.links AS links
  UNION
  UNWIND named AS each
  WITH each.item AS item, each.rule AS rule
  MATCH kinds = (item)<-[:KIND_OF*0..4]-(made:Mineral|Material|Component|Technology)
  MATCH (made)<-[makes:PRODUCES]-(plant:Facility)-[seat:LOCATED_IN]->(home:Country)
  WHERE home.id IN homes AND makes.status <> 'planned' AND coalesce(makes.value, makes.high, 1) > 0 AND makes.grade <= $min_grade
    AND seat.status <> 'planned' AND seat.grade <= $min_grade
  MATCH (plant)<-[runs:OPERATES|OWNS]-(company:Company)
  WHERE runs.status <> 'planned' AND runs.grade <= $min_grade AND coalesce(runs.period_from, '') <= $as_of
  RETURN company.id AS reached, 'company' AS kind, 'makes it where the rule holds' AS link, rule.part AS open,
         [company.id, plant.id] + [step IN reverse(nodes(kinds)) | step.id] + rule.steps[1..] AS steps, [runs, makes, seat] + relationships(kinds) + rule.links AS links
  UNION
  UNWIND homes AS at
  MATCH (home:Entity {id: at})<-[seat:HEADQUARTERED_IN|LOCATED_IN]-(supplier:Company|Facility)-[supply:SUPPLIES]->(company:Company)
  WHERE supply.status <> 'planned' AND supply.grade <= $min_grade AND coalesce(supply.period_from, '') <= $as_of
    AND seat.status <> 'planned' AND seat.grade <= $min_grade
  MATCH kinds = (supplied:Entity {id: supply.item})-[:KIND_OF*0..4]->(kind:Entity)
  UNWIND [each IN named WHERE each.item = kind] AS each
  WITH company, supplier, supply, seat, kinds, each.rule AS rule
  RETURN company.id AS reached, 'company' AS kind, 'is supplied with it' AS link, rule.part AS open,
         [company.id, supplier.id] + [step IN nodes(kinds) | step.id] + rule.steps[1..] AS steps, [supply, seat] + relationships(kinds) + rule.links AS links
  UNION
  UNWIND named AS each
  WITH each.item AS item, each.rule AS rule
  MATCH kinds = (item)<-[:KIND_OF*0..4]-(process:Process)
  MATCH (process)<-[uses:USES_PROCESS]-(company:Company)
  WHERE uses.status <> 'planned' AND uses.grade <= $min_grade AND coalesce(uses.since, '') <= $as_of
  RETURN company.id AS reached, 'company' AS kind, 'uses the process' AS link, rule.part AS open,
         [company.id] + [step IN reverse(nodes(kinds)) | step.id] + rule.steps[1..] AS steps, [uses] + relationships(kinds) + rule.links AS links
  UNION
  UNWIND named AS each
  WITH each.item AS item, each.rule AS rule
  MATCH kinds = (item)<-[:KIND_OF*0..4]-(process:Process)
  MATCH (process)<-[uses:USES_PROCESS]-(plant:Facility)<-[runs:OPERATES|OWNS]-(company:Company)
  WHERE uses.status <> 'planned' AND uses.grade <= $min_grade AND coalesce(uses.since, '') <= $as_of
    AND runs.status <> 'planned' AND runs.grade <= $min_grade AND coalesce(runs.period_from, '') <= $as_of
  RETURN company.id AS reached, 'company' AS kind, 'uses the process' AS link, rule.part AS open,
         [company.id, plant.id] + [step IN reverse(nodes(kinds)) | step.id] + rule.steps[1..] AS steps, [runs, uses] + relationships(kinds) + rule.links AS links
  UNION
  MATCH (policy)-[names:TARGETS|GRANTED_TO]->(company:Company)
  WHERE names.status <> 'planned' AND names.grade <= $min_grade AND coalesce(names.period_from, '') <= $as_of
  RETURN company.id AS reached, 'company' AS kind, CASE type(names) WHEN 'TARGETS' THEN 'named by it' ELSE 'holds a licence' END AS link, false AS open,
         [company.id, policy.id] AS steps, [names] AS links
}
WITH effect, state_claims, reached, kind, link, open, steps, links, reduce(worst = 'A', hop IN links | CASE WHEN hop.grade > worst THEN hop.grade ELSE worst END) AS weakest
ORDER BY reached, link, open, weakest, size(steps), steps, [hop IN links | hop.id]
WITH effect, state_claims, reached, kind, link, collect({open: open, weakest: weakest, steps: steps, links: links})[0] AS best
RETURN reached, kind, size(best.steps) - 1 AS hops, best.steps AS route, link, CASE WHEN best.open THEN 'possible' ELSE 'certain' END AS certainty,
       any(hop IN best.links WHERE coalesce(hop.optional, false)) AS optional, effect, best.weakest AS weakest_grade,
       reduce(all = state_claims, hop IN best.links | all + hop.claims) AS claims
ORDER BY kind DESC, certainty, weakest_grade, hops, reached, link
LIMIT toInteger($limit)
