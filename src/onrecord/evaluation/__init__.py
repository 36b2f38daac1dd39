"""Scores what onrecord reads against gold: attributions, mentions and events."""

from __future__ import annotations

from onrecord.evaluation.attribution import evaluate_attribution
from onrecord.evaluation.events import evaluate_events
from onrecord.evaluation.mentions import evaluate_mentions

TRACKS = {"attribution": evaluate_attribution, "mentions": evaluate_mentions, "events": evaluate_events}

__all__ = ["TRACKS", "evaluate_attribution", "evaluate_events", "evaluate_mentions"]
