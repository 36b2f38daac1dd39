"""Makes `languages/<code>/event_words.tsv`: which types of event a word stands for."""
