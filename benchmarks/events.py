"""Events on public gold, on our status suite, on texts of further languages and on sentences and passages of real texts: runs the whole pipeline and prints the figures.

    python benchmarks/events.py              all sets
    python benchmarks/events.py --set NAME   one of them
    python benchmarks/events.py --no-words   how events are told without the words near them as evidence
    python benchmarks/events.py --no-lexicon types as the network reads them, without languages/*/event_words.tsv
    python benchmarks/events.py --lexicon DIR the words of events of another folder, such as `python -m training.event_words --without-kept --out DIR` writes

The model that ships has learnt from the public sets: their figures here are not figures for unseen text. Those are printed by
`python -m training.encoder.folds`. The suite, the further languages, the pages and the press are unseen, and so are the texts that it is easy to read
the wrong way (`turned`), which were chosen because earlier weights did, and the everyday sentences, which no system chose.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from onrecord.encoder import lexicon
from onrecord.evaluation import evaluate_events
from onrecord.events import telling
from onrecord.languages import event_words
from onrecord.pipeline import RawPage, finish, run
from onrecord.records import PageRecord
from onrecord.stages import PER_PAGE

ROOT = Path(__file__).resolve().parent.parent
PUBLIC = ("plover_gsr", "case2021_t2", "es_protest_cameo", "india_police_sample")


def read(raw: RawPage) -> PageRecord:
    """One page through the whole pipeline."""
    return finish(run(PER_PAGE, raw), "benchmark")


def ours(what: str, *, held: bool = False) -> dict[str, Any]:
    """Figures for the suite, the further languages, the texts easy to misread, everyday sentences, the pages or the press in `tests/gold`; `held` takes the texts with verbs that training never has."""
    script = str(ROOT / "tests" / "gold" / "read_events.py")
    rows = [json.loads(line) for line in subprocess.check_output([sys.executable, script, what]).splitlines()]
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as gold:
        gold.writelines(json.dumps(row) + "\n" for row in rows if not held or row["verbs"] == "held")
        gold.flush()
        return evaluate_events(Path(gold.name), read)


def main() -> None:
    """Print one JSON object a set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--set", dest="only", help="only this set")
    parser.add_argument("--no-words", action="store_true", help="leave languages/*/telling.toml out")
    parser.add_argument("--no-lexicon", action="store_true", help="leave languages/*/event_words.tsv out")
    parser.add_argument("--lexicon", type=Path, help="folder of <code>/event_words.tsv to take instead")
    given = parser.parse_args()
    if given.no_lexicon:
        lexicon.event_words = lambda _: {}
    if given.lexicon:
        if not given.lexicon.is_dir():
            parser.error(f"no folder {given.lexicon}")
        lexicon.event_words = partial(event_words, root=given.lexicon)
    if given.no_words:
        telling.RISE.update(dict.fromkeys(telling.RISE, 0.0))
        telling.FALL.update(dict.fromkeys(telling.FALL, 0.0))
        telling.MOVES = ()
    folder = given.shared / "bench" / "events"
    for name in ("suite", "held", "further", "turned", "everyday", "pages", "press", *PUBLIC):
        if given.only not in (None, name):
            continue
        if name in PUBLIC:
            figures = evaluate_events(folder / f"{name}.jsonl", read)
        else:
            figures = ours("suite" if name == "held" else name, held=name == "held")
        print(json.dumps({name: figures}, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
