"""`python -m auditor.evaluate`: measure, print, write rules/ACCURACY.md; `--check` fails below a floor."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from auditor.classify import Recogniser
from auditor.evaluate import corpus, floors, measure, page, vendors, verdicts
from auditor.rules.load import Rules, load
from auditor.thai import normalise


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code 0, or 1 when a figure is below its floor or a floor would fall without a reason."""
    options = _parser().parse_args(argv)
    measured = run(load(options.rules), options.corpus)
    figures = measure.figures(measured.tables)
    pinned = floors.read(options.corpus)
    if options.check:
        return _report(floors.failures(pinned, figures, measured.digest))
    if options.update:
        try:
            floors.write(options.corpus, floors.raised(pinned, figures, measured.digest, options.because))
        except floors.FloorError as error:
            return _report([*str(error).splitlines(), "give a reason with --because"])
    text = page.markdown(measured)
    (options.out / "ACCURACY.md").write_text(text, encoding="utf-8")
    (options.out / "accuracy.json").write_text(page.plain(measured), encoding="utf-8")
    print(text)
    return _report(floors.failures(floors.read(options.corpus), figures, measured.digest))


def run(rules: Rules, directory: Path = corpus.DIRECTORY) -> page.Measured:
    """Measures the rules on a corpus. Raises CorpusError."""
    cases = corpus.read(directory)
    recogniser = Recogniser(rules.concepts, rules.words)
    outcomes = {p: measure.judge_all(recogniser, [c for c in cases if c.part == p]) for p in corpus.PARTS}
    labels = [c for c in cases if c.part == "labels"]
    single = {(normalise(o.case.text), o.case.answers, o.case.vendor): o for o in outcomes["labels"]}
    official = [(item.concept, item.name.th) for year in rules.years.values() for item in year.items]
    return page.Measured(
        tables={part: measure.tabulate(found) for part, found in outcomes.items()},
        distinct=measure.tabulate(list(single.values())),
        vendors=vendors.as_is(recogniser, labels),
        left_out=vendors.left_out(rules, labels, official),
        heldout=json.loads((directory / "heldout.json").read_text(encoding="utf-8")),
        names={name: concept.name.th for name, concept in rules.concepts.items()},
        digest=corpus.digest(directory),
        adjusted=sum(bool(c.remark) for c in labels),
        verdicts=verdicts.read(directory.parent / "sites"),
        first=verdicts.read(directory.parent / "sites", verdicts.FIRST),
    )


def _report(wrong: Sequence[str]) -> int:
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m auditor.evaluate", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=corpus.DIRECTORY)
    parser.add_argument("--rules", type=Path, default=None, help="rule directory (default: the installed one)")
    parser.add_argument("--out", type=Path, default=Path("rules"), help="where ACCURACY.md and accuracy.json go")
    parser.add_argument("--check", action="store_true", help="write nothing; only compare with the floors")
    parser.add_argument("--update", action="store_true", help="pin the figures as the new floors")
    parser.add_argument("--because", default="", help="why a floor may fall")
    return parser


if __name__ == "__main__":
    sys.exit(main())
