// question = "What does each source contribute?"
// topic    = "evidence"
// row_key  = ["source"]
// phrases  = ["which sources are there", "how much comes from each source", "list of sources", "which sources give the most claims", "sources with at least {min_claims} claims", "what are the sources", "which publications are used", "where does the data come from", "rank the sources by number of claims", "how fresh are the sources", "what does each source give", "number of claims by source", "what is the data based on"]
// [params.min_claims]
// type = "integer"
// default = 1
// about = "leave out sources with fewer claims"
// [params.limit]
// type = "integer"
// default = 1000
// about = "most rows"
// [columns.source]
// type = "source"
// about = "id of the source"
// [columns.claim_count]
// type = "integer"
// about = "claims read from it"
// [columns.fact_count]
// type = "integer"
// about = "facts that cite one of them"
// [columns.newest]
// type = "text"
// about = "newest period that it speaks of"
// [columns.chosen_count]
// type = "integer"
// about = "facts whose figure it gives"
// [columns.title]
// type = "text"
// about = "title"
// [columns.publisher]
// type = "text"
// about = "publisher"
// [columns.published]
// type = "text"
// about = "date, month or year"
// [columns.claims]
// type = "claims"
// about = "the first of its claims by id, at most 5; claim_count says how many there are"

MATCH (source:Source)
WITH source, COUNT { (source)<-[:FROM]-() } AS claim_count
WHERE claim_count > 0 AND claim_count >= $min_claims
WITH source, claim_count ORDER BY claim_count DESC, source.id LIMIT toInteger($limit)  // before anything is read of its claims
CALL (source) {
  MATCH (source)<-[:FROM]-(claim:Claim)
  WITH claim, claim.preferred AND NOT coalesce(claim.absent, false) AS shown ORDER BY claim.id
  RETURN max(claim.period) AS newest, collect(claim.id) AS claims, count(CASE WHEN shown THEN 1 END) AS chosen_count,
         count(DISTINCT CASE WHEN shown OR EXISTS { MATCH (win:Claim {fact: claim.fact, preferred: true}) WHERE NOT coalesce(win.absent, false) } THEN claim.fact END) AS fact_count
}
RETURN source.id AS source, claim_count, fact_count, newest, chosen_count, source.title AS title, source.publisher AS publisher,
       source.published AS published, claims[..5] AS claims
ORDER BY claim_count DESC, source
LIMIT toInteger($limit)
