"""What the sheets of the FINEPRINT workbook are known by, and what becomes of their columns and words; data alone."""

from __future__ import annotations

SHEETS = {
    "general": {"mine_fac", "mine_other_names", "country", "latitude", "longitude", "commodities_products"},
    "sub_sites": {"mine_fac", "sub_site", "sub_site_other_name", "commodities_products"},
    "minerals_ores_conce": {"mine_fac", "sub_site", "type_mineral", "min_ore_con", "year", "unit", "value"},
    "commodities": {"mine_fac", "sub_site", "commodity", "metal_payable", "year", "unit", "value"},
    "processing": {"mine_fac", "sub_site", "type_facility", "process_input", "process_output", "year"},
    "capacity_reserves": {"mine_fac", "sub_site", "minerals_and_ores", "commodity", "reserves_year"},
    "other_info": {"mine_fac", "sub_site", "owners", "operators", "year"},
    "transport": {"mine_fac", "sub_site", "product", "transport_to"},
    "waste": {"mine_fac", "sub_site", "waste_type", "stripping_ratio"},
}
NOTES = {
    "surface_area", "unit_surface_area", "claim_concession_area", "unit_concession_area", "mining_facility_types",
    "activity_status", "year_activity_status", "certification_scheme", "source_url", "sector", "region", "mine_types",
    "type_mining", "grade_unit", "all_metals_overall_grade", "mine_processing", "amount_sold", "no_estimation",
    "grade_or_yield_unit", "grade", "recovery_rate", "yield", "metal_payable", "min_ore_con", "recovery_id",
    "metallurgical_recovery", "mine_site_processing_incl_purchased",
}  # fmt: skip
"""Columns that make no claim, in whichever sheet they stand; decisions.md says why."""
COMPOUNDS = {
    "li2o", "ta2o5", "uranium oxide", "tungsten trioxide", "chromium(iii) oxide", "phosphate", "phosphates", "alumina",
    "potassium chloride", "diamonds",
}  # fmt: skip
"""Words whose tonnage counts the compound (or the stones), not the metal in it."""
MEASURES = {
    "Clean coal": "output",
    "Concentrate": "output",
    "NM mineral": "output",
    "Ore mined": "ore mined",
    "Coal mined": "ore mined",
    "Ore processed": "throughput",
}
