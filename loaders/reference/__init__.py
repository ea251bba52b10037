"""Reference lists: country codes, and the codes of the Harmonized System."""
