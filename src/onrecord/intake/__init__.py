"""Inputs of every form to raw pages: files, folders, JSON Lines, WARC, standard input, URLs."""
