"""Cypher text derived from the schema: constraints, indexes, merges, sweeps; and the look-ups that every answer needs.

With `queries/cypher/` it is the only place that holds Cypher. No user text ever becomes a part of a statement.
"""

from __future__ import annotations

from kb import schema

TYPES = (*schema.RELATIONS, *schema.RULINGS)
NODES = {"Entity": "Entity", "Claim": "Claim", "Source": "Source"}


def setup() -> list[str]:
    """Constraint and index statements; running them again changes nothing."""
    statements = [
        f"CREATE CONSTRAINT {label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
        for label in ("Entity", "Claim", "Source", "Build")
    ]
    statements += [
        f"CREATE CONSTRAINT {type_.lower()}_id IF NOT EXISTS FOR ()-[r:{type_}]-() REQUIRE r.id IS UNIQUE"
        for type_ in TYPES
    ]
    statements += [
        "CREATE FULLTEXT INDEX entity_names IF NOT EXISTS FOR (n:Entity) ON EACH [n.name, n.aliases]",
        "CREATE FULLTEXT INDEX entity_keys IF NOT EXISTS FOR (n:Entity) ON EACH [n.keys] "
        "OPTIONS {indexConfig: {`fulltext.analyzer`: 'keyword'}}",
        "CREATE INDEX technology_domain IF NOT EXISTS FOR (n:Technology) ON (n.domain)",
        "CREATE INDEX claim_start IF NOT EXISTS FOR (n:Claim) ON (n.start)",
        "CREATE INDEX claim_end IF NOT EXISTS FOR (n:Claim) ON (n.end)",
        "CREATE INDEX claim_source IF NOT EXISTS FOR (n:Claim) ON (n.source)",
        "CREATE INDEX claim_fact IF NOT EXISTS FOR (n:Claim) ON (n.fact)",
        "CREATE INDEX claim_disputed IF NOT EXISTS FOR (n:Claim) ON (n.disputed)",
        "CALL db.awaitIndexes(120)",
    ]
    return statements


def merge_entities(label: str) -> str:
    """Rows of {id, properties} become nodes of that label; properties are replaced, not added to."""
    return (
        f"UNWIND $rows AS row MERGE (n:Entity {{id: row.id}}) SET n:{_label(label)}, n = row.properties "
        "RETURN count(n) AS written"
    )


def merge_nodes(label: str) -> str:
    """As `merge_entities`, for Source and Claim."""
    return (
        f"UNWIND $rows AS row MERGE (n:{NODES[label]} {{id: row.id}}) SET n = row.properties RETURN count(n) AS written"
    )


def merge_facts(type_: str) -> str:
    """Rows of {id, start, end, properties} become relationships; a missing end writes nothing, so compare the count."""
    if type_ in schema.RULINGS:
        return (
            "UNWIND $rows AS row MATCH (a:Claim {id: row.start}) "
            "OPTIONAL MATCH (c:Claim {id: row.end}) OPTIONAL MATCH (e:Entity {id: row.end}) "
            "WITH row, a, coalesce(c, e) AS b WHERE b IS NOT NULL "
            f"MERGE (a)-[r:{_type(type_)} {{id: row.id}}]->(b) SET r = row.properties RETURN count(r) AS written"
        )
    return (
        "UNWIND $rows AS row MATCH (a:Entity {id: row.start}) MATCH (b:Entity {id: row.end}) "
        f"MERGE (a)-[r:{_type(type_)} {{id: row.id}}]->(b) SET r = row.properties RETURN count(r) AS written"
    )


MERGE_FROM = (
    "UNWIND $rows AS row MATCH (c:Claim {id: row.claim}) MATCH (s:Source {id: row.source}) "
    "MERGE (c)-[r:FROM]->(s) SET r.build = row.build RETURN count(r) AS written"
)
MERGE_ABOUT = (
    "UNWIND $rows AS row MATCH (c:Claim {id: row.claim}) MATCH (e:Entity {id: row.entity}) "
    "MERGE (c)-[r:ABOUT {role: row.role}]->(e) SET r.build = row.build RETURN count(r) AS written"
)

BUILDS = (
    "MATCH (b:Build) RETURN b.id AS id, b.state AS state, b.owner AS owner, b.started AS started, "
    "b.touched AS touched, b.finished AS finished, b.counts AS counts, b.sources AS sources ORDER BY b.started, b.id"
)
BEGIN_BUILD = (
    "MERGE (b:Build {id: $id}) SET b.state = 'writing', b.owner = $owner, b.started = $now, b.touched = $now, "
    "b.finished = null, b.counts = $counts, b.sources = $sources, b.allowed = $allowed RETURN count(b) AS written"
)
TOUCH_BUILD = "MATCH (b:Build {id: $id}) SET b.touched = $now RETURN count(b) AS written"
END_BUILD = (
    "MATCH (b:Build {id: $id}) SET b.state = 'done', b.touched = $now, b.finished = $now RETURN count(b) AS written"
)
FORGET_BUILDS = "MATCH (b:Build) WHERE b.id <> $id DELETE b RETURN count(*) AS written"

FOREIGN = (
    "MATCH (n) WHERE n.build IS NULL AND NOT n:Build WITH n LIMIT 1000 "
    "RETURN count(n) AS nodes, collect(DISTINCT labels(n)[0])[..5] AS labels"
)
COUNT_NODES = (
    "MATCH (n) WHERE n.build = $build UNWIND labels(n) AS label WITH label WHERE label <> 'Entity' "
    "RETURN label, count(*) AS n ORDER BY label"
)
COUNT_FACTS = "MATCH ()-[r]->() WHERE r.build = $build RETURN type(r) AS type, count(*) AS n ORDER BY type"
SWEEP_RELATIONSHIPS = (
    "MATCH ()-[r]->() WHERE r.build IS NULL OR r.build <> $build WITH r LIMIT 10000 DELETE r RETURN count(*) AS written"
)
SWEEP_NODES = (
    "MATCH (n) WHERE NOT n:Build AND n.build <> $build WITH n LIMIT 10000 DETACH DELETE n RETURN count(*) AS written"
)

FILL_ALIASES = (
    "MATCH (n:Entity) WHERE n.aliases IS NULL WITH n LIMIT 10000 SET n.aliases = [] RETURN count(n) AS written"
)
"""A bulk import leaves empty lists out."""

COMPONENTS = (
    "CALL dbms.components() YIELD name, versions, edition WITH * WHERE name = 'Neo4j Kernel' "
    "RETURN versions[0] AS version, edition"
)
NAMES = "MATCH (n:Entity) WHERE n.id IN $ids RETURN n.id AS id, n.name AS name, labels(n) AS labels ORDER BY id"
CLAIMS = "MATCH (c:Claim) WHERE c.id IN $ids RETURN properties(c) AS claim ORDER BY c.id"
SOURCES = "MATCH (s:Source) WHERE s.id IN $ids RETURN properties(s) AS source ORDER BY s.id"
BEHIND = (
    "CALL () { MATCH (c:Claim) WHERE c.id IN $claims WITH c ORDER BY c.id RETURN collect(properties(c)) AS claims } "
    "CALL (claims) { UNWIND claims AS claim WITH DISTINCT claim.source AS id MATCH (s:Source {id: id}) "
    "WITH s ORDER BY s.id RETURN collect(properties(s)) AS sources } "
    "CALL (claims) { UNWIND [claim IN claims | claim.start] + [claim IN claims | claim.end] + $named AS id "
    "WITH DISTINCT id MATCH (n:Entity {id: id}) WITH n ORDER BY n.id "
    "RETURN collect({id: n.id, name: n.name, label: [label IN labels(n) WHERE label <> 'Entity'][0]}) AS entities } "
    "RETURN claims, sources, entities"
)
"""Claims, their sources, and the names of what they and an answer speak of: one row, however many there are."""
ALL_SOURCES = (
    "MATCH (s:Source) OPTIONAL MATCH (s)<-[:FROM]-(c:Claim) "
    "WITH s, count(c) AS claims RETURN properties(s) AS source, claims ORDER BY claims DESC, s.id"
)
ENTITY = "MATCH (n:Entity {id: $id}) RETURN properties(n) AS entity, labels(n) AS labels"
ENTITY_FACTS = (
    "MATCH (n:Entity {id: $id})-[r]-(m:Entity) WHERE r.id IS NOT NULL "
    "RETURN type(r) AS type, startNode(r).id AS start, endNode(r).id AS end, properties(r) AS fact "
    "ORDER BY type, start, end, r.id"
)
ENTITY_CLAIMS = (
    "MATCH (n:Entity {id: $id})<-[:ABOUT]-(c:Claim) WITH DISTINCT c RETURN properties(c) AS claim ORDER BY c.id"
)
ENTITIES = "MATCH (n:Entity) WHERE n.id IN $ids RETURN properties(n) AS entity, labels(n) AS labels ORDER BY n.id"
FACTS_OF_CLAIMS = (
    "MATCH (a:Entity)-[r]->(b:Entity) WHERE a.id IN $ids AND b.id IN $ids AND any(id IN r.claims WHERE id IN $claims) "
    "RETURN type(r) AS type, a.id AS start, b.id AS end, properties(r) AS fact ORDER BY start, type, end, r.id"
)
FACTS_AROUND = (
    "MATCH (n:Entity)-[r]-(m:Entity) WHERE n.id IN $ids AND r.id IS NOT NULL "
    "RETURN type(r) AS type, startNode(r).id AS start, endNode(r).id AS end, properties(r) AS fact, m.id AS other, "
    "[label IN labels(m) WHERE label <> 'Entity'][0] AS label ORDER BY start, type, end, r.id, other"
)
CLAIM_RULINGS = (
    "MATCH (c:Claim {id: $id})-[r:SUPPORTS|QUALIFIES|CONTRADICTS]-() "
    "RETURN type(r) AS type, startNode(r).id AS start, endNode(r).id AS end, r.reason AS reason "
    "ORDER BY type, start, end, r.id"
)
SOURCE_CLAIMS = "MATCH (:Source {id: $id})<-[:FROM]-(c:Claim) RETURN properties(c) AS claim ORDER BY c.id"
FIND = (
    "UNWIND $lookups AS lookup CALL (lookup) { "
    "CALL db.index.fulltext.queryNodes(lookup[0], lookup[1], {limit: $deep}) YIELD node, score WITH node, score "
    "WHERE size($labels) = 0 OR any(label IN labels(node) WHERE label IN $labels) "
    "RETURN node ORDER BY score DESC, node.id LIMIT $most } "
    "WITH DISTINCT node RETURN node.id AS id, node.name AS name, coalesce(node.aliases, []) AS aliases, "
    "coalesce(node.identifiers, []) AS identifiers, [label IN labels(node) WHERE label <> 'Entity'][0] AS label "
    "ORDER BY id"
)
"""Entities by look-ups, each the name of a full-text index and Lucene text that comes from `queries.find` alone:
`entity_keys`, of whose terms each is a whole key, or `entity_names`, by words of names and aliases."""
CONTROLS = "MATCH (:Policy)-[r:RESTRICTS]->() RETURN DISTINCT r.kind AS kind ORDER BY kind"
DOMAINS = "MATCH (t:Technology) WHERE t.domain IS NOT NULL RETURN DISTINCT t.domain AS domain ORDER BY domain"


def _label(label: str) -> str:
    if label not in schema.LABELS:
        raise KeyError(label)
    return label


def _type(type_: str) -> str:
    if type_ not in TYPES:
        raise KeyError(type_)
    return type_
