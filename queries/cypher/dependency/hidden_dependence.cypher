// question = "What does {country} depend on from {other}, two or more steps away?"
// topic    = "dependency"
// row_key  = ["item", "feed"]
// phrases  = ["hidden dependence of {country} on {other}", "what does {country} need from {other} indirectly", "indirect dependence of {country} on {other}", "what that {country} makes rests on {other}", "which feedstocks from {other} stand behind what {country} makes", "how does {country} indirectly depend on {other}", "how is {country} indirectly dependent on {other}", "{country}'s hidden reliance on inputs from {other}", "indirect exposure of {country} to {other}", "where does {country} indirectly rely on {other}", "what does {country} depend on {other} for at two removes", "indirect dependence of {country} on materials from {other}", "in what ways does {country} indirectly depend on {other}"]
// [params.country]
// type = "id:Country"
// example = "country:JPN"
// about = "the country that depends"
// [params.other]
// type = "id:Country"
// example = "country:CHN"
// about = "the country that it depends on"
// [params.min_share]
// type = "number"
// default = 0
// about = "leave out what rests on a smaller share of world output of the feed (per cent; a lower bound counts as the share)"
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
// [columns.item]
// type = "id:Mineral|Material|Component|Technology"
// about = "what the country makes, or relies on imports of; it need not come from the other country itself"
// [columns.steps]
// type = "integer"
// about = "steps from the item to the other country: 2 means that a feed or part of it is made there; one step, the item itself from there, is left to import_reliance"
// [columns.route]
// type = "ids:Entity"
// about = "from the country over the item and what goes into it to the other country"
// [columns.certainty]
// type = "text"
// about = "certain: the need holds for every documented variant; possible: for one variant or route, an optional part, or a general kind"
// [columns.link]
// type = "text"
// about = "supplier named: somebody there is documented to supply the feed to somebody here; world share only: inferred from what is made there"
// [columns.feed]
// type = "id:Mineral|Material|Component|Technology"
// about = "what is made in the other country"
// [columns.share_of_world]
// type = "number"
// about = "the other country's share of world output of the feed, per cent, newest period; empty when only a bound, words or a plant is known"
// [columns.share_low]
// type = "number"
// about = "lower bound of the share"
// [columns.share_words]
// type = "text"
// about = "the share in the source's words; withheld is not zero"
// [columns.share_period]
// type = "text"
// about = "period of the share"
// [columns.own_share]
// type = "number"
// about = "the depending country's own share of world output of the feed at that stage, same measure; empty when unknown"
// [columns.has_by]
// type = "text"
// about = "makes it: the country, or a plant or company there; relies on imports of it: net import reliance is documented; imports it: trade is documented"
// [columns.optional]
// type = "flag"
// about = "a part on the route is not in every delivered whole"
// [columns.disputed]
// type = "flag"
// about = "sources exclude each other on a fact of the route or on the share"
// [columns.weakest_grade]
// type = "grade"
// about = "grade of the weakest fact on the route and of the share"
// [columns.claims]
// type = "claims"
// about = "every claim behind the row"

MATCH (other:Entity {id: $other})
CALL (other) {
  MATCH (country:Entity {id: $country})
  WHERE country <> other
  RETURN country
}
CALL (other, country) {
  // -- what is made there, and what is known to do without it --
  CALL (other) {
    MATCH (other)-[makes:PRODUCES]->(feed:Mineral|Material|Component|Technology)
    WHERE makes.status <> 'planned' AND coalesce(makes.value, makes.high, 1) > 0 AND makes.grade <= $min_grade AND coalesce(makes.period_until, '') <= $as_of
      AND coalesce(makes.stage, '') <> 'recycling'
    RETURN feed, makes, [] AS place_claims, makes.grade AS made_grade, CASE makes.measure WHEN 'share of world output' THEN 0 ELSE 1 END AS rank
    UNION
    MATCH (other)<-[stands:LOCATED_IN]-(plant:Facility)-[makes:PRODUCES]->(feed:Mineral|Material|Component|Technology)
    WHERE makes.status <> 'planned' AND coalesce(makes.value, makes.high, 1) > 0 AND makes.grade <= $min_grade AND coalesce(makes.period_until, '') <= $as_of
      AND coalesce(makes.stage, '') <> 'recycling' AND NOT coalesce(makes.idle, false) AND stands.grade <= $min_grade
    RETURN feed, makes, stands.claims AS place_claims, CASE WHEN stands.grade > makes.grade THEN stands.grade ELSE makes.grade END AS made_grade, 2 AS rank
  }
  WITH feed, makes, place_claims, made_grade, rank
  ORDER BY feed.id, rank, coalesce(makes.period_until, '') DESC, coalesce(makes.value, makes.low, -1) DESC, made_grade, makes.id, place_claims
  WITH feed, collect({makes: makes, claims: makes.claims + place_claims, grade: made_grade, share: rank = 0})[0] AS made
  WHERE $min_share = 0 OR (made.share AND coalesce(made.makes.value, made.makes.low, 0) >= $min_share)
  WITH feed, made, COLLECT {
    MATCH (feed)-[:KIND_OF*0..4]->(general:Mineral|Material)<-[:ABOUT {role: 'end'}]-(no:Claim {absent: true})-[:ABOUT {role: 'start'}]->(kind:Technology|Component|Material)<-[:KIND_OF*0..4]-(holder:Technology|Component|Material)
    WHERE no.type IN ['USES_MATERIAL', 'MADE_FROM'] RETURN DISTINCT holder.id ORDER BY holder.id } AS exempt
  RETURN feed, {made: made, exempt: exempt} AS known, null AS supply, null AS use
  UNION ALL
  // -- what somebody there is documented to supply to somebody here --
  MATCH (country)<-[:LOCATED_IN|HEADQUARTERED_IN]-(customer:Company|Facility)<-[supply:SUPPLIES]-(supplier:Company|Facility)-[:LOCATED_IN|HEADQUARTERED_IN]->(other)
  WHERE supply.status <> 'planned' AND supply.grade <= $min_grade AND coalesce(supply.period_from, '') <= $as_of
  MATCH (:Entity {id: supply.item})-[:KIND_OF*0..4]->(feed:Mineral|Material|Component|Technology)
  WITH feed, supply ORDER BY supply.grade, supply.id
  RETURN feed, null AS known, collect({grade: supply.grade, claims: supply.claims})[0] AS supply, null AS use
  UNION ALL
  // -- what the country has --
  CALL (country) {
    CALL (country) {
      MATCH (country)-[has:PRODUCES]->(item:Mineral|Material|Component|Technology)
      WHERE has.status <> 'planned' AND coalesce(has.value, has.high, 1) > 0 AND has.grade <= $min_grade AND coalesce(has.period_until, '') <= $as_of
      RETURN item, 'makes it' AS has_by, 0 AS rank, has.claims AS has_claims, has.grade AS has_grade, coalesce(has.period_until, '') AS until
      UNION
      MATCH (country)<-[seat:LOCATED_IN|HEADQUARTERED_IN]-(maker:Facility|Company)-[has:PRODUCES]->(item:Mineral|Material|Component|Technology)
      WHERE has.status <> 'planned' AND coalesce(has.value, has.high, 1) > 0 AND has.grade <= $min_grade AND coalesce(has.period_until, '') <= $as_of
        AND NOT coalesce(has.idle, false) AND seat.grade <= $min_grade
      RETURN item, 'makes it' AS has_by, 0 AS rank, has.claims + seat.claims AS has_claims, CASE WHEN seat.grade > has.grade THEN seat.grade ELSE has.grade END AS has_grade,
             coalesce(has.period_until, '') AS until
      UNION
      MATCH (country)-[has:RELIES_ON]->(item:Mineral|Material)
      WHERE has.status <> 'planned' AND coalesce(has.value, has.high, 1) > 0 AND has.grade <= $min_grade AND coalesce(has.period_until, '') <= $as_of
      RETURN item, 'relies on imports of it' AS has_by, 1 AS rank, has.claims AS has_claims, has.grade AS has_grade, coalesce(has.period_until, '') AS until
      UNION
      MATCH (country)<-[has:TRADES_WITH]-(:Country)
      WHERE has.status <> 'planned' AND coalesce(has.value, has.high, 1) > 0 AND has.grade <= $min_grade AND coalesce(has.period_until, '') <= $as_of
        AND NOT has.item STARTS WITH 'product:'
      WITH has.item AS item_id, has ORDER BY item_id, coalesce(has.period_until, '') DESC, has.grade, has.id
      WITH item_id, collect(has)[0] AS has
      MATCH (item:Entity {id: item_id}) WHERE item:Mineral OR item:Material OR item:Component OR item:Technology
      RETURN item, 'imports it' AS has_by, 2 AS rank, has.claims AS has_claims, has.grade AS has_grade, coalesce(has.period_until, '') AS until
    }
    WITH item, has_by, rank, has_claims, has_grade, until ORDER BY item.id, rank, until DESC, has_grade, has_claims
    WITH item, collect({by: has_by, claims: has_claims, grade: has_grade})[0] AS has

    // -- from each item over its parts to what they use, or to a part itself --
    CALL (item) {
      UNWIND CASE WHEN item:Mineral OR item:Material THEN [item] ELSE [] END AS root
      RETURN root, [{certainty: 'certain', optional: false, weakest: 'A', steps: [item.id], links: []}] AS ways, false AS whole_way
      UNION
      MATCH over = (item)
        ((whole:Technology|Component)-[down:CONTAINS|KIND_OF]-(piece:Technology|Component)
          WHERE ((type(down) = 'CONTAINS' AND startNode(down) = whole) OR (type(down) = 'KIND_OF' AND endNode(down) = whole))
            AND down.status <> 'planned' AND coalesce(down.count, 1) > 0 AND down.grade <= $min_grade){0,5}
        (part:Technology|Component)
      WHERE all(step IN nodes(over) WHERE single(other_step IN nodes(over) WHERE other_step = step))
      CALL (part, down) {
        MATCH (part)-[use:USES_MATERIAL]->(root:Mineral|Material)
        WHERE use.status <> 'planned' AND coalesce(use.value, use.high, 1) > 0 AND use.grade <= $min_grade
        RETURN root, [use] AS uses, [root.id] AS used, false AS whole_way
        UNION
        UNWIND CASE WHEN any(hop IN down WHERE type(hop) = 'CONTAINS') THEN [part] ELSE [] END AS root
        RETURN root, [] AS uses, [] AS used, true AS whole_way
      }
      WITH root, whole_way, [step IN nodes(over) | step.id] + used AS steps, relationships(over) + uses AS links
      WITH root, whole_way, steps, links, any(hop IN links WHERE coalesce(hop.optional, false)) AS optional,
           CASE WHEN any(hop IN links WHERE type(hop) = 'KIND_OF' OR coalesce(hop.variant, '') <> '' OR coalesce(hop.optional, false)) THEN 'possible' ELSE 'certain' END AS certainty,
           reduce(worst = 'A', hop IN links | CASE WHEN hop.grade > worst THEN hop.grade ELSE worst END) AS weakest
      ORDER BY root.id, certainty, size(links), weakest, steps, [hop IN links | hop.id]
      RETURN root, collect({certainty: certainty, optional: optional, weakest: weakest, steps: steps, links: links}) AS ways, whole_way
    }
    RETURN root, whole_way, collect({item: item, has: has, ways: ways}) AS needs
  }

  // -- from what is used down to feeds, once for all items that use it --
  CALL (root, whole_way) {
    UNWIND CASE WHEN whole_way THEN [root] ELSE [] END AS feed
    RETURN feed, [{certainty: 'certain', made: 0, weakest: 'A', steps: [], links: []}] AS routes
    UNION
    MATCH beneath = (root)
      ((product:Mineral|Material)-[down:MADE_FROM|KIND_OF]-(source:Mineral|Material)
        WHERE ((type(down) = 'MADE_FROM' AND startNode(down) = product AND NOT coalesce(down.route, '') IN ['recycled', 'by-product'])
            OR (type(down) = 'KIND_OF' AND endNode(down) = product))
          AND down.status <> 'planned' AND coalesce(down.value, down.high, 1) > 0 AND down.grade <= $min_grade){0,6}
      (last:Mineral|Material)
      ((below:Mineral|Material)-[climb:KIND_OF]->(above:Mineral|Material) WHERE climb.grade <= $min_grade){0,2}
      (feed:Mineral|Material)
    WHERE NOT (size(climb) > 0 AND size(down) > 0 AND type(last(down)) = 'KIND_OF')
      AND all(step IN nodes(beneath) WHERE single(other_step IN nodes(beneath) WHERE other_step = step))
    WITH feed, down, nodes(beneath) AS steps, relationships(beneath) AS links
    WITH feed, steps, links, size([hop IN down WHERE type(hop) = 'MADE_FROM']) AS made,
         CASE WHEN any(hop IN down WHERE type(hop) = 'KIND_OF' OR coalesce(hop.route, '') <> '') THEN 'possible' ELSE 'certain' END AS certainty,
         reduce(worst = 'A', hop IN links | CASE WHEN hop.grade > worst THEN hop.grade ELSE worst END) AS weakest
    ORDER BY feed.id, certainty, size(links), weakest, [step IN steps | step.id], [hop IN links | hop.id]
    RETURN feed, collect({certainty: certainty, made: made, weakest: weakest, steps: [step IN steps | step.id], links: links}) AS routes
  }
  WITH other, feed, needs, routes
  WHERE EXISTS { (other)-[:PRODUCES]->(feed) } OR EXISTS { (other)<-[:LOCATED_IN]-(:Facility)-[:PRODUCES]->(feed) }  // the rest meets nothing
  RETURN feed, null AS known, null AS supply, {needs: needs, routes: routes} AS use
}

// -- all that meets at one feed --
WITH other, country, feed, head(collect(known)) AS known, head(collect(supply)) AS supply, collect(use) AS uses
WHERE known IS NOT NULL
UNWIND uses AS use
UNWIND use.needs AS need
WITH other, country, feed, known, supply, need, [route IN use.routes WHERE route.made > 0 OR size(need.ways[0].links) > 0] AS routes
WITH *, head([way IN need.ways WHERE way.certainty = 'certain']) AS sure_way, head([route IN routes WHERE route.certainty = 'certain']) AS sure_route,
     head([way IN need.ways WHERE none(step IN way.steps WHERE step IN known.exempt)]) AS clear_way, head([route IN routes WHERE none(step IN route.steps WHERE step IN known.exempt)]) AS clear_route
WITH *, sure_way IS NOT NULL AND sure_route IS NOT NULL AS sure
WITH *, CASE WHEN sure THEN sure_way ELSE clear_way END AS way, CASE WHEN sure THEN sure_route ELSE clear_route END AS route
WHERE way IS NOT NULL AND route IS NOT NULL
// the least of the lists is the best way; unlike a sort, min() keeps one row a group in memory
WITH other, country, feed, need.item AS item,
     min([CASE WHEN sure THEN 'certain' ELSE 'possible' END, size(way.links) + size(route.links), CASE WHEN way.weakest > route.weakest THEN way.weakest ELSE route.weakest END,
          way.steps + route.steps[1..], [hop IN way.links + route.links | hop.id], way.optional, way.links + route.links, need.has, known.made, supply]) AS best
WITH other, country, feed, item, best[0] AS certainty, best[1] AS hops, best[2] AS weakest, best[3] AS route, best[5] AS optional, best[6] AS links, best[7] AS has, best[8] AS made, best[9] AS supply
CALL (feed, country, made) {
  OPTIONAL MATCH (country)-[own:PRODUCES {measure: 'share of world output'}]->(feed)
  WHERE made.share AND own.status <> 'planned' AND own.stage = made.makes.stage AND own.grade <= $min_grade AND coalesce(own.period_until, '') <= $as_of
  RETURN own.value AS own_share, own.claims AS own_claims ORDER BY coalesce(own.period_until, '') DESC, own.id LIMIT 1
}
RETURN item.id AS item, hops + 1 AS steps, [country.id] + route + [other.id] AS route, certainty,
       CASE WHEN supply IS NULL THEN 'world share only' ELSE 'supplier named' END AS link, feed.id AS feed,
       CASE WHEN made.share THEN made.makes.value END AS share_of_world, CASE WHEN made.share THEN made.makes.low END AS share_low,
       CASE WHEN made.share THEN made.makes.words END AS share_words, CASE WHEN made.share THEN made.makes.period END AS share_period, own_share,
       has.by AS has_by, optional, any(hop IN links + [made.makes] WHERE coalesce(hop.disputed, false)) AS disputed,
       reduce(worst = weakest, grade IN [has.grade, made.grade, coalesce(supply.grade, 'A')] | CASE WHEN grade > worst THEN grade ELSE worst END) AS weakest_grade,
       reduce(all = has.claims + made.claims + coalesce(supply.claims, []) + coalesce(own_claims, []), hop IN links | all + hop.claims) AS claims
ORDER BY certainty, coalesce(share_of_world, share_low, -1) DESC, steps, item, feed
LIMIT toInteger($limit)
