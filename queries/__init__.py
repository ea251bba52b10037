"""The question library: one Cypher file a question, the catalogue that checks them, and the answers they give."""
