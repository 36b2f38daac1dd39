"""Scores what onrecord reads against gold: attributions and mentions."""

from __future__ import annotations

from onrecord.evaluation.attribution import evaluate_attribution
from onrecord.evaluation.mentions import evaluate_mentions

TRACKS = {"attribution": evaluate_attribution, "mentions": evaluate_mentions}

__all__ = ["TRACKS", "evaluate_attribution", "evaluate_mentions"]
