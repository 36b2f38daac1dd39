"""From what the encoder read to attributions: whole quotations, nesting, parties, and whom their words stand for."""
