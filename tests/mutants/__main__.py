"""`python -m tests.mutants`: switches every check off in turn, and shows which test notices."""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from tests.mutants.table import Mutant, Noticed, keep, mutants, noticed
from tests.mutants.workbench import Result, Workbench

ENDS = {"noticed": "noticed by", "survived": "SURVIVED"}


def main() -> int:
    """Runs what was asked for; 1 if a check can be switched off unnoticed."""
    asked = _asked()
    every = mutants()
    chosen = [each for each in every if _is_meant(each, asked.k)]
    if not chosen:
        print(f"no mutant has '{asked.k}' in its name, file or tests")
        return 1
    with tempfile.TemporaryDirectory(prefix="flowkit-mutants-") as folder:
        benches = [Workbench(_new(Path(folder) / str(number))) for number in range(min(asked.j, len(chosen)))]
        if not asked.only_mutants:
            tests = sorted({test for each in chosen for test in each.tests})
            print(f"{len(tests)} test files with every check in place …", flush=True)
            wrong = benches[0].unchanged(tests, asked.j)
            if wrong:
                print(f"{wrong}\nthese tests fail with every check in place; mend them first")
                return 1
        results = _all(benches, chosen)
    keep({each.mutant.name: _kept(each) for each in results}, every)
    return _told(results)


def _kept(result: Result) -> Noticed | None:
    return Noticed(result.test, result.mutant.digest) if result.end == "noticed" else None


def _asked() -> argparse.Namespace:
    words = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    words.add_argument("-k", default="", metavar="TEXT", help="only mutants with this text in name, file or tests")
    words.add_argument("-j", type=int, default=os.cpu_count() or 1, metavar="N", help="so many at a time")
    words.add_argument(
        "--only-mutants", action="store_true", help="leave out the run with every check in place that comes first"
    )
    return words.parse_args()


def _is_meant(mutant: Mutant, text: str) -> bool:
    return any(text.casefold() in each.casefold() for each in (mutant.name, mutant.file, *mutant.tests))


def _new(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _all(benches: Sequence[Workbench], chosen: Sequence[Mutant]) -> list[Result]:
    before = noticed()
    free: SimpleQueue[Workbench] = SimpleQueue()
    for bench in benches:
        free.put(bench)

    def try_one(mutant: Mutant) -> Result:
        bench = free.get()
        try:
            known = before.get(mutant.name)
            result = bench.tried(mutant, known.test if known is not None else "")
        finally:
            free.put(bench)
        print(_line(result), flush=True)
        return result

    with ThreadPoolExecutor(len(benches)) as workers:
        return list(workers.map(try_one, chosen))


def _line(result: Result) -> str:
    return f"{result.mutant.name:<48} {ENDS.get(result.end, result.end.upper())} {result.test}".rstrip()


def _told(results: Sequence[Result]) -> int:
    wrong = [each for each in results if each.end != "noticed"]
    for each in wrong:
        print(f"\n{_line(each)}\n  {each.mutant.without}\n  {each.mutant.file}; {', '.join(each.mutant.tests)}")
        if each.detail:
            print("  " + each.detail.strip().replace("\n", "\n  "))
    print(f"\n{len(results)} checks switched off: {len(results) - len(wrong)} noticed, {len(wrong)} not")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
