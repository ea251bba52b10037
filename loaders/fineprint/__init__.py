"""The source family fineprint: the FINEPRINT compilation of mines, their output, reserves and owners."""
