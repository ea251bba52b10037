"""USGS rare-earth statistics: Data Series 140 and the tables of the Minerals Yearbook."""
