"""USITC DataWeb: the trade of the United States by partner and code, as its customs count it."""
