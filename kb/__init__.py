"""The knowledge base: vocabulary, claims, facts, and the only door to the graph."""
