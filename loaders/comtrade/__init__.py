"""UN Comtrade: trade as each country's customs report it, in the answers of its API."""
