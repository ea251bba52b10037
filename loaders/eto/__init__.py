"""The source family eto: CSET's Advanced Semiconductor Supply Chain Dataset (Emerging Technology Observatory)."""
