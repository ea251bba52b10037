// question = "Which technologies are hit by policies of two issuers that target each other?"
// topic    = "policy"
// row_key  = ["technology", "policy", "other_policy"]
// phrases  = ["technologies caught between opposed export controls", "which technologies do both sides of the trade conflict restrict", "hit by rules and counter-rules", "what is squeezed between policies that target each other", "technologies hit from both sides", "technologies caught in the crossfire of export controls", "technologies that rival export controls hit", "technologies under tit-for-tat export controls", "technologies caught between two rival countries' controls"]
// [params.effects]
// type = "texts:effects"
// default = ["in force", "in force in part", "if resumed", "not known"]
// about = "whether the rules hold on as_of: in force, in force in part, if resumed (suspended), if it comes into force, lapsed, not yet, not known"
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
// [columns.technology]
// type = "id:Technology"
// about = "what both rules reach"
// [columns.policy]
// type = "id:Policy"
// about = "the rule of the issuer that comes first by country"
// [columns.issuer]
// type = "id:Country|Company"
// about = "who issued it"
// [columns.other_policy]
// type = "id:Policy"
// about = "the rule against that issuer's country"
// [columns.other_issuer]
// type = "id:Country|Company"
// about = "who issued that"
// [columns.effect]
// type = "text"
// about = "in force: on as_of; in force in part: some of its parts are; if resumed: it is suspended; if it comes into force: announced, proposed or planned; lapsed: expired or lifted; not yet: its first state begins later; not known: no source says"
// [columns.other_effect]
// type = "text"
// about = "the same of the other rule"
// [columns.certainty]
// type = "text"
// about = "certain: every documented variant of both routes holds; possible: one variant, an optional part, a general kind, or a rule covers only a part of what it names"
// [columns.optional]
// type = "flag"
// about = "a part on one of the routes is not in every delivered whole"
// [columns.route]
// type = "ids:Entity"
// about = "the way from the technology to the first rule"
// [columns.other_route]
// type = "ids:Entity"
// about = "the way from the technology to the other rule"
// [columns.weakest_grade]
// type = "grade"
// about = "grade of the weakest fact on both routes"
// [columns.claims]
// type = "claims"
// about = "every claim behind the routes, the states, the issuers and the targets"

// -- who aims at whom: issuers and targets by the country they sit in --
MATCH (policy:Policy)-[targets:TARGETS]->(target:Country|Company)
WHERE targets.status <> 'planned' AND targets.grade <= $min_grade
MATCH (policy)<-[issued:ISSUED]-(issuer:Country|Company)
WHERE issued.grade <= $min_grade
OPTIONAL MATCH (target)-[aimed:HEADQUARTERED_IN|LOCATED_IN]->(there:Country)
OPTIONAL MATCH (issuer)-[seat:HEADQUARTERED_IN|LOCATED_IN]->(here:Country)
WITH policy, issuer, coalesce(here.id, issuer.id) AS home, coalesce(there.id, target.id) AS aim,
     targets.claims + issued.claims + coalesce(aimed.claims, []) + coalesce(seat.claims, []) AS aim_claims
ORDER BY policy.id, home, aim, issuer.id, aim_claims
WITH policy, home, aim, collect({issuer: issuer.id, claims: aim_claims})[0] AS first
WITH collect({policy: policy, home: home, aim: aim, issuer: first.issuer, claims: first.claims}) AS aims
WITH aims, COLLECT { UNWIND aims AS one RETURN DISTINCT one.home + ' ' + one.aim } AS directions
UNWIND [one IN aims WHERE one.home <> one.aim AND one.aim + ' ' + one.home IN directions] AS one
WITH one.policy AS policy, one ORDER BY policy.id, one.home, one.aim
WITH policy, collect({home: one.home, aim: one.aim, issuer: one.issuer, claims: one.claims}) AS aims
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
WITH policy, aims, effect, state_claims WHERE effect IN $effects
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
WITH policy, aims, effect, state_claims, item, rule_links, rule_steps, part ORDER BY policy.id, item.id, part, size(rule_links), [hop IN rule_links | hop.id]
WITH policy, aims, effect, state_claims, item, collect({links: rule_links, ids: [hop IN rule_links | hop.id], steps: rule_steps, part: part,
     weakest: reduce(worst = 'A', hop IN rule_links | CASE WHEN hop.grade > worst THEN hop.grade ELSE worst END)})[0] AS kept
WITH item, collect({policy: policy.id, aims: aims, effect: effect, claims: state_claims, rule: kept}) AS rules
WITH collect({item: item, rules: rules}) AS named
// -- the best way of each technology to each named item; read backwards, a piece at a time --
// the least of the lists [open, weakest, hops, steps, ...] is the best way; unlike a sort, min() keeps one row a group in memory
CALL (named) {
  UNWIND named AS each
  WITH each.item AS item
  WITH item,
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
  WITH *, [hop IN links | hop.id] AS ids, reduce(worst = 'A', hop IN links | CASE WHEN hop.grade > worst THEN hop.grade ELSE worst END) AS weakest
  WITH part, item, exempt, min([open, weakest, size(links), steps, ids, climbs, links]) AS best
  WITH part, item, {open: best[0], weakest: best[1], steps: best[3], ids: best[4], climbs: best[5], links: best[6], exempt: exempt} AS tail ORDER BY part.id, item.id
  WITH part, collect({item: item, tail: tail}) AS tails
  MATCH over = (thing:Technology)
    ((whole:Technology|Component)-[down:CONTAINS|KIND_OF]-(piece:Technology|Component)
      WHERE ((type(down) = 'CONTAINS' AND startNode(down) = whole) OR (type(down) = 'KIND_OF' AND endNode(down) = whole))
        AND down.status <> 'planned' AND coalesce(down.count, 1) > 0 AND down.grade <= $min_grade){0,6}
    (part)
  WITH thing, tails, nodes(over) AS parts, relationships(over) AS over_links, size(down) > 0 AND type(last(down)) = 'KIND_OF' AS ends_in_descent
  WHERE all(step IN parts WHERE single(other IN parts WHERE other = step))
  WITH thing, tails, [step IN parts | step.id] AS part_ids, over_links, [hop IN over_links | hop.id] AS over_ids, ends_in_descent,
       reduce(worst = 'A', hop IN over_links | CASE WHEN hop.grade > worst THEN hop.grade ELSE worst END) AS over_weakest,
       any(hop IN over_links WHERE type(hop) = 'KIND_OF' OR coalesce(hop.variant, '') <> '' OR coalesce(hop.optional, false)) AS over_open
  UNWIND [each IN tails WHERE NOT (each.tail.climbs AND ends_in_descent) AND none(id IN part_ids WHERE id IN each.tail.steps)] AS each
  WITH thing, part_ids, over_links, over_ids, over_open, over_weakest, each.item AS item, each.tail AS tail
  WITH thing, part_ids, item, tail.exempt AS exempt, over_open OR tail.open AS open, part_ids + tail.steps AS steps, over_links + tail.links AS links, over_ids + tail.ids AS ids,
       CASE WHEN tail.weakest > over_weakest THEN tail.weakest ELSE over_weakest END AS weakest
  WHERE NOT open OR none(id IN part_ids WHERE id IN exempt)
  WITH thing, item, min([open, weakest, size(links), steps, ids, links]) AS way
  ORDER BY item.id, thing.id
  RETURN item, collect({thing: thing, way: way}) AS reached
}
WITH reached, head([each IN named WHERE each.item = item]).rules AS rules
UNWIND reached AS one
UNWIND rules AS hit
WITH one.thing AS thing, one.way AS way, hit, hit.rule AS rule
WITH thing, hit, way[0] OR rule.part AS open, CASE WHEN rule.weakest > way[1] THEN rule.weakest ELSE way[1] END AS weakest,
     way[3] + rule.steps[1..] AS steps, way[4] + rule.ids AS ids, way[5] + rule.links AS links
WITH thing, hit.policy AS policy, min([open, weakest, size(links), steps, ids, links, hit]) AS best
WITH thing, {policy: policy, aims: best[6].aims, effect: best[6].effect, claims: best[6].claims, open: best[0], weakest: best[1], steps: best[3], links: best[5]} AS hit
ORDER BY thing.id, hit.policy
WITH thing, collect(hit) AS hits
// -- of the rules that reach a technology, those that aim at each other --
UNWIND hits AS one
UNWIND one.aims AS aim
UNWIND hits AS other
UNWIND [each IN other.aims WHERE aim.home < each.home AND aim.aim = each.home AND each.aim = aim.home] AS counter
WITH thing.id AS technology, one, other, aim, counter, CASE WHEN one.open OR other.open THEN 'possible' ELSE 'certain' END AS certainty,
     CASE WHEN one.weakest > other.weakest THEN one.weakest ELSE other.weakest END AS weakest_grade
ORDER BY certainty, weakest_grade, technology, one.policy, other.policy, aim.issuer, counter.issuer
LIMIT toInteger($limit)  // before the claims of the routes are gathered
RETURN technology, one.policy AS policy, aim.issuer AS issuer, other.policy AS other_policy, counter.issuer AS other_issuer,
       one.effect AS effect, other.effect AS other_effect, certainty, any(hop IN one.links + other.links WHERE coalesce(hop.optional, false)) AS optional,
       one.steps AS route, other.steps AS other_route, weakest_grade,
       reduce(all = one.claims + other.claims + aim.claims + counter.claims, hop IN one.links + other.links | all + hop.claims) AS claims
ORDER BY certainty, weakest_grade, technology, policy, other_policy, issuer, other_issuer
