// question = "Who supplies {company}, tier by tier?"
// topic    = "dependency"
// row_key  = ["supplier", "customer", "item"]
// phrases  = ["suppliers of {company}", "who supplies {company}", "tier 2 suppliers of {company}", "supply tiers of {company}", "suppliers of the suppliers of {company}", "suppliers to {company}", "direct and indirect suppliers of {company}", "who sells to {company}", "who delivers to {company}", "tier 1 and tier 2 suppliers of {company}", "who does {company} procure from", "upstream suppliers of {company}", "where does {company} procure from", "supply chain of {company}", "vendors of {company}", "{company} supplier list", "second-tier suppliers of {company}", "suppliers behind the suppliers of {company}"]
// [params.company]
// type = "id:Company|Facility"
// example = "company:btr"
// about = "the customer from which tiers are counted; the plants that a customer owns or runs count as the customer"
// [params.max_tiers]
// type = "integer"
// default = 4
// about = "most tiers, at most 4"
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
// [columns.tier]
// type = "integer"
// about = "1: a named supplier of the company; 2: of its supplier; counted by the shortest documented way"
// [columns.supplier]
// type = "id:Company|Facility"
// about = "who supplies"
// [columns.item]
// type = "id:Entity"
// about = "what is supplied; empty when the source does not say"
// [columns.customer]
// type = "id:Company|Facility"
// about = "the customer or its plant that is supplied"
// [columns.certainty]
// type = "text"
// about = "certain: a named supplier of the company itself; possible: further up, where nothing shows that what is supplied goes on to the company"
// [columns.country]
// type = "id:Country"
// about = "seat of the supplier, or where the plant stands"
// [columns.period]
// type = "text"
// about = "newest period for which the supply is told, that had begun by as_of; older ones may have ended since"
// [columns.route]
// type = "ids:Company|Facility"
// about = "from the company to the supplier"
// [columns.weakest_grade]
// type = "grade"
// about = "grade of the weakest fact on the route"
// [columns.disputed]
// type = "flag"
// about = "sources exclude each other on a fact of the route"
// [columns.claims]
// type = "claims"
// about = "every claim behind the route"

MATCH (asked:Entity {id: $company})
MATCH way = (asked)
  ((customer:Company|Facility)-[hop:OWNS|OPERATES|SUPPLIES]-(next:Company|Facility)
    WHERE ((type(hop) = 'SUPPLIES' AND endNode(hop) = customer) OR (type(hop) IN ['OWNS', 'OPERATES'] AND startNode(hop) = customer AND next:Facility))
      AND hop.status <> 'planned' AND hop.grade <= $min_grade AND coalesce(hop.period_from, '') <= $as_of AND coalesce(hop.share, hop.value, hop.high, 1) > 0){1,8}
  (supplier:Company|Facility)
WITH nodes(way) AS steps, hop AS links, [one IN hop WHERE type(one) = 'SUPPLIES'] AS supplies
WHERE type(last(links)) = 'SUPPLIES' AND size(supplies) <= $max_tiers AND size(supplies) <= 4 AND all(step IN steps WHERE single(other IN steps WHERE other = step))
WITH steps, links, size(supplies) AS tier, last(links) AS supply,
     reduce(worst = 'A', one IN links | CASE WHEN one.grade > worst THEN one.grade ELSE worst END) AS weakest
ORDER BY tier, size(links), weakest, coalesce(supply.period_until, '') DESC, [step IN steps | step.id], [one IN links | one.id]
WITH last(steps) AS supplier, steps[-2] AS customer, supply.item AS item, collect({tier: tier, steps: steps, links: links, supply: supply, weakest: weakest})[0] AS best
CALL (supplier) {
  OPTIONAL MATCH (supplier)-[seat:LOCATED_IN|HEADQUARTERED_IN]->(country:Country) WHERE seat.grade <= $min_grade
  RETURN country.id AS country, seat.claims AS seat_claims ORDER BY type(seat) DESC, country LIMIT 1
}
RETURN best.tier AS tier, supplier.id AS supplier, item, customer.id AS customer, CASE best.tier WHEN 1 THEN 'certain' ELSE 'possible' END AS certainty, country,
       best.supply.period AS period, [step IN best.steps | step.id] AS route, best.weakest AS weakest_grade,
       any(one IN best.links WHERE coalesce(one.disputed, false)) AS disputed, reduce(all = coalesce(seat_claims, []), one IN best.links | all + one.claims) AS claims
ORDER BY tier, supplier, item, customer
LIMIT toInteger($limit)
