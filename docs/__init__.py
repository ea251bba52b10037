"""Pages written by hand, and `docs.generate`, which writes those that follow from the code; not shipped."""
