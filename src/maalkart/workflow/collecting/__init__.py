"""The parts of `maalkart collect`: the table of documents, looking at what was found, and words."""
