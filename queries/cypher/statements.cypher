// Twenty statements to copy, for the command line, Neo4j Browser or a notebook. Each begins with a line that says what
// it asks and ends with a semicolon. `queries/statements.py` reads this file; docs/schema.md shows it.

// 1. How many things of each kind are there?
MATCH (n:Entity)
UNWIND [label IN labels(n) WHERE label <> 'Entity'] AS label
RETURN label, count(*) AS number
ORDER BY number DESC, label;

// 2. What is known of one thing, in either direction?
MATCH (thing:Entity {id: 'material:ndfeb-magnet'})-[fact]-(other:Entity)
RETURN type(fact) AS type, startNode(fact).name AS start, endNode(fact).name AS end, fact.grade AS grade, size(fact.claims) AS claims
ORDER BY type, start, end, fact.id
LIMIT 50;

// 3. Which thing is meant by a word? (names and aliases, through the full-text index)
CALL db.index.fulltext.queryNodes('entity_names', 'neodymium') YIELD node
RETURN node.id AS id, node.name AS name, node.aliases AS aliases
ORDER BY size(name), id;

// 4. What is a technology made of, part by part, as a picture?
MATCH way = (:Technology {id: 'technology:ai-data-centre'})-[:CONTAINS*1..3]->(part:Technology|Component)
RETURN way
ORDER BY length(way), part.id
LIMIT 50;

// 5. Which materials sit in which parts, for how many of them, and for what purpose?
MATCH (part:Technology|Component)-[use:USES_MATERIAL]->(material:Material|Mineral)
RETURN part.name AS part, material.name AS material, use.purpose AS purpose, use.value AS value, use.low AS low, use.high AS high,
       use.unit AS unit, use.words AS words, use.grade AS grade
ORDER BY part, material, use.id
LIMIT 50;

// 6. What is a magnet made from, down to the mineral?
MATCH way = (:Material {id: 'material:ndfeb-sintered'})-[:MADE_FROM*1..5]->(:Mineral)
WHERE none(step IN relationships(way) WHERE coalesce(step.route, '') = 'recycled')
RETURN [step IN nodes(way) | step.name] AS route, [step IN relationships(way) | step.grade] AS grades
ORDER BY size(route), route, grades
LIMIT 50;

// 7. Who makes how much of the world's magnets, by whose word?
MATCH (country:Country)-[makes:PRODUCES {stage: 'magnet', measure: 'share of world output'}]->(material:Material)
RETURN country.name AS country, material.name AS material, makes.period AS period, makes.value AS per_cent, makes.low AS low,
       makes.words AS words, makes.grade AS grade, makes.chosen AS chosen
ORDER BY period DESC, per_cent DESC, country, material, chosen;

// 8. Which share of the world does each country hold at each stage of one material's chain?
MATCH (:Material {id: 'material:ndfeb-sintered'})-[:KIND_OF|MADE_FROM*0..4]->(step:Material|Mineral)
WITH DISTINCT step
MATCH (country:Country)-[makes:PRODUCES {measure: 'share of world output'}]->(step)
WHERE makes.value IS NOT NULL
RETURN step.name AS material, makes.stage AS stage, country.name AS country, makes.value AS per_cent, makes.period AS period
ORDER BY material, stage, period DESC, per_cent DESC, country, makes.id
LIMIT 100;

// 9. Where are the plants and mines, for a map?
MATCH (place:Facility)-[:LOCATED_IN]->(country:Country)
WHERE place.latitude IS NOT NULL
RETURN place.name AS facility, country.id AS country, place.latitude AS latitude, place.longitude AS longitude
ORDER BY country, facility, place.id;

// 10. Who owns or runs plants outside its own country?
MATCH (company:Company)-[:HEADQUARTERED_IN|LOCATED_IN]->(home:Country), (company)-[holds:OWNS|OPERATES]->(place:Facility)-[:LOCATED_IN]->(host:Country)
WHERE home.id <> host.id
RETURN DISTINCT company.name AS company, home.name AS home, type(holds) AS how, place.name AS facility, host.name AS host, holds.share AS per_cent
ORDER BY company, facility, how, home, host, per_cent;

// 11. Which supplier is named for which customer, and for what?
MATCH (supplier:Company|Facility)-[supply:SUPPLIES]->(customer:Company|Facility)
OPTIONAL MATCH (item:Entity {id: supply.item})
RETURN supplier.name AS supplier, customer.name AS customer, item.name AS item, supply.status AS status, supply.period AS period, supply.grade AS grade
ORDER BY supplier, customer, item, supply.id;

// 12. Which controls are in force today, and who issued them?
MATCH (issuer:Country)-[:ISSUED]->(policy:Policy)-[held:IN_STATE]->(:State {id: 'state:in-force'})
WHERE held.state_from <= toString(date()) AND held.state_until > toString(date())
MATCH (policy)-[restricts:RESTRICTS]->(item:Material|Mineral|Component|Technology|Process|Product)
RETURN issuer.name AS issuer, policy.name AS policy, restricts.kind AS kind, item.name AS item, held.state_from AS since
ORDER BY since DESC, issuer, policy, item, restricts.id, held.id;

// 13. Through which states has each control passed?
MATCH (policy:Policy)-[held:IN_STATE]->(state:State)
RETURN policy.name AS policy, state.name AS state, held.scope AS scope, held.state_from AS since, held.state_until AS until
ORDER BY policy, since, state, scope, held.id
LIMIT 100;

// 14. Which countries export which goods most, by value?
MATCH (exporter:Country)-[trade:TRADES_WITH {measure: 'value'}]->(importer:Country)
WHERE trade.value IS NOT NULL AND importer.id <> 'country:WLD'
OPTIONAL MATCH (item:Entity {id: trade.item})
RETURN exporter.name AS exporter, importer.name AS importer, item.name AS item, trade.period AS period, trade.value AS value, trade.unit AS unit
ORDER BY value DESC, exporter, importer, item, trade.id
LIMIT 25;

// 15. On which materials does a country rely, and how much?
MATCH (country:Country {id: 'country:USA'})-[relies:RELIES_ON]->(matter:Material|Mineral)
RETURN matter.name AS material, relies.measure AS measure, relies.period AS period, relies.value AS value, relies.low AS low,
       relies.unit AS unit, relies.words AS words, relies.grade AS grade
ORDER BY material, measure, period DESC, relies.id;

// 16. What can take whose place, how well, and how ready is it?
MATCH (substitute:Entity)-[swap:SUBSTITUTES]->(replaced:Entity)
RETURN substitute.name AS substitute, replaced.name AS instead_of, swap.use AS use, swap.performance AS performance, swap.readiness AS readiness, swap.grade AS grade
ORDER BY instead_of, substitute, swap.id;

// 17. On which facts do sources exclude each other?
MATCH (start:Entity)-[fact]->(end:Entity)
WHERE fact.disputed
RETURN start.id AS start, type(fact) AS type, end.id AS end, fact.measure AS measure, fact.period AS period, fact.value AS shown, fact.unit AS unit, fact.rule AS why
ORDER BY start, type, end, fact.id;

// 18. Which claims stand behind one fact, what exactly does each source say, and where?
MATCH (:Country {id: 'country:CHN'})-[fact:PRODUCES]->(:Material {id: 'material:ndfeb-magnet'})
UNWIND fact.claims AS id
MATCH (claim:Claim {id: id})-[:FROM]->(source:Source)
RETURN claim.id = fact.chosen AS shown, claim.observed AS observed, claim.period AS period, claim.locator AS locator, source.publisher AS publisher, source.url AS url
ORDER BY period DESC, publisher, claim.id, fact.id;

// 19. What do sources say is not so?
MATCH (claim:Claim {absent: true})-[:FROM]->(source:Source)
RETURN claim.text AS stated_absent, source.title AS source, claim.grade AS grade
ORDER BY stated_absent, source, claim.id;

// 20. Which sources bear the most facts, and how good are they?
MATCH (source:Source)<-[:FROM]-(claim:Claim)
RETURN source.id AS id, source.title AS title, source.kind AS kind, count(claim) AS claims, min(claim.grade) AS best_grade, max(claim.grade) AS weakest_grade
ORDER BY claims DESC, id
LIMIT 20;
