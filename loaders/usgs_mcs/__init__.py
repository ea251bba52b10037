"""USGS Mineral Commodity Summaries: data releases from 2022 on."""
