"""World Bank Worldwide Governance Indicators: six dimensions of governance by country and year."""
