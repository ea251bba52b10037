"""The source family gleif: legal entities and who consolidates whom, by LEI."""
