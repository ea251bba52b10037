"""CEPII BACI: trade between countries by product, reconciled between the reports of both sides."""
