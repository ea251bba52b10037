"""The source family minmod: mineral sites and vocabularies of MinMod (DARPA CriticalMAAS)."""
