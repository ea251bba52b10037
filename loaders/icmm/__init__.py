"""The source family icmm: the ICMM Global Mining Dataset."""
