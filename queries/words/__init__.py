"""Plain words to a ready question and its parameters, by the catalogue's own phrases and the names in the graph.

tokens (words) -> when, amounts, linking (what is mentioned) -> patterns, reading (which question) -> understanding.
No model and no network is in it; a sentence that is not understood whole is not answered.
"""
