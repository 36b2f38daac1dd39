"""What `onrecord batch` must survive: workers killed, the scheduler killed, the disk full, an input that cannot be read.

Makes files of invented pages, runs an undisturbed job, then disturbed ones, and compares every part byte by byte and
the pages by id. Exit code 1 if anything differs.

Run: python benchmarks/batch_crash.py [--files 6] [--pages 40] [--kills 10] [--only local dask scheduler disk unreadable]
(`disk` mounts a small tmpfs and needs root.)
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow.parquet as pq

from synthetic import lines

ONRECORD = [sys.executable, "-m", "onrecord"]
Processes = list[subprocess.Popen[bytes]]


def make(folder: Path, files: int, pages: int) -> None:
    """Input files of invented pages."""
    folder.mkdir()
    made = list(lines(files * pages, 7))
    for number in range(files):
        content = b"\n".join(made[number * pages : (number + 1) * pages]) + b"\n"
        (folder / f"in{number}.jsonl").write_bytes(content)


def start(paths: list[str], out: Path, *more: str) -> subprocess.Popen[bytes]:
    """A job as a user starts it."""
    command = [*ONRECORD, "batch", *paths, "--out", str(out), *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=small_slices())


def small_slices() -> dict[str, str]:
    """Two or three parts a file."""
    return {**os.environ, "ONRECORD_BATCH_SLICE_BYTES": "60000"}


def end(job: subprocess.Popen[bytes]) -> tuple[int, str]:
    """Exit code and what it said."""
    out, errors = job.communicate(timeout=1200)
    return job.returncode, (out + errors).decode().strip().replace("\n", " | ")


def descendants(pid: int) -> Iterator[int]:
    """All processes below one."""
    for task in Path(f"/proc/{pid}/task").glob("*"):
        try:
            children = [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            continue
        for child in children:
            yield child
            yield from descendants(child)


def workers(pid: int) -> list[int]:
    """Processes below one that read pages: those that have loaded the model."""
    found = []
    for child in descendants(pid):
        try:
            found += [child] if "onnxruntime" in Path(f"/proc/{child}/maps").read_text() else []
        except OSError:
            continue
    return found


def kill_workers(job: subprocess.Popen[bytes], roots: list[int], kills: int, seed: int) -> int:
    """Kill workers at random moments; how many were killed."""
    rng, killed = random.Random(seed), 0
    while killed < kills and job.poll() is None:
        time.sleep(rng.uniform(0.3, 1.5))
        there = [pid for root in roots for pid in workers(root) if pid != job.pid]
        if there:
            os.kill(rng.choice(there), signal.SIGKILL)
            killed += 1
    return killed


def compare(what: str, reference: Path, out: Path) -> bool:
    """Whether the parts of two jobs are the same bytes, and hold every page once."""
    expected = {path.name: path.read_bytes() for path in reference.glob("*.parquet")}
    found = {path.name: path.read_bytes() for path in out.glob("*.parquet")}
    ids = [
        page["id"]
        for path in out.glob("*.parquet")
        for page in pq.read_table(path, columns=["page"])["page"].to_pylist()
    ]
    wanted = [
        page["id"]
        for path in reference.glob("*.parquet")
        for page in pq.read_table(path, columns=["page"])["page"].to_pylist()
    ]
    leftovers = [path.name for path in out.iterdir() if path.suffix != ".parquet" and path.name != "_manifest.json"]
    fine = expected == found and sorted(ids) == sorted(wanted) and not leftovers
    once = len(ids) == len(set(ids))
    print(f"  {what}: {len(found)} of {len(expected)} parts, {sum(found.get(name) == data for name, data in expected.items())} "
          f"identical, {len(ids)} pages, {'each once' if once else 'SOME TWICE'}; left behind: {leftovers or 'nothing'}", flush=True)  # fmt: skip
    return fine and once


def local(root: Path, reference: Path, kills: int) -> bool:
    """Ten workers killed on one machine."""
    job = start(["in"], root / "local", "--jobs", "2")
    killed = kill_workers(job, [job.pid], kills, 1)
    code, said = end(job)
    print(f"local, {killed} workers killed: exit {code}: {said}")
    return compare("parts", reference, root / "local") and code == 0 and killed == kills


@contextmanager
def cluster(port: int) -> Iterator[Callable[[], Processes]]:
    """A Dask scheduler with two workers; calling what comes gives (again) their processes."""
    processes: Processes = []

    def run() -> Processes:
        stop()
        address, dask = f"tcp://127.0.0.1:{port}", [sys.executable, "-m", "dask"]
        for command in (
            [*dask, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"],
            [*dask, "worker", address, "--nworkers", "1", "--nthreads", "1", "--no-dashboard", "--local-directory", tempfile.gettempdir()],
            [*dask, "worker", address, "--nworkers", "1", "--nthreads", "1", "--no-dashboard", "--local-directory", tempfile.gettempdir()],
        ):  # fmt: skip
            processes.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        return processes

    def stop() -> None:
        for process in processes:
            for child in descendants(process.pid):
                os.kill(child, signal.SIGKILL)
            process.kill()
            process.wait()
        processes.clear()

    try:
        yield run
    finally:
        stop()


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def dask(root: Path, reference: Path, kills: int) -> bool:
    """Ten workers killed on a Dask cluster."""
    port = free_port()
    with cluster(port) as run:
        processes = run()
        job = start(["in"], root / "dask", "--engine", "dask", "--scheduler", f"tcp://127.0.0.1:{port}")
        killed = kill_workers(job, [process.pid for process in processes[1:]], kills, 2)
        code, said = end(job)
    print(f"dask, {killed} workers killed: exit {code}: {said}")
    return compare("parts", reference, root / "dask") and code == 0 and killed == kills


def scheduler(root: Path, reference: Path, _: int) -> bool:
    """The scheduler killed in the middle, then the same command again."""
    port, out = free_port(), root / "scheduler"
    with cluster(port) as run:
        for again in (False, True):
            processes = run()
            job = start(["in"], out, "--engine", "dask", "--scheduler", f"tcp://127.0.0.1:{port}")
            if not again:
                while len(list(out.glob("*.parquet"))) < 2 and job.poll() is None:
                    time.sleep(0.2)
                processes[0].kill()
            code, said = end(job)
            print(f"dask, {'rerun' if again else 'scheduler killed'}: exit {code}: {said}")
            if not again and (code != 1 or "is gone" not in said or "Traceback" in said):
                return False
    return compare("parts", reference, out) and code == 0


def disk(root: Path, reference: Path, _: int) -> bool:
    """A disk that fills up, is made larger, and the same command again."""
    out = root / "disk"
    out.mkdir()
    need = sum(path.stat().st_size for path in reference.iterdir())
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={need * 6 // 10 // 1024}k", "tmpfs", str(out)], check=True)
    try:
        code, said = end(start(["in"], out, "--jobs", "2"))
        print(f"disk full: exit {code}: {said}")
        kept = len(list(out.glob("*.parquet")))
        subprocess.run(["mount", "-o", f"remount,size={need * 3 // 1024}k", str(out)], check=True)
        again, said = end(start(["in"], out, "--jobs", "2"))
        print(f"rerun with room ({kept} parts were there): exit {again}: {said}")
        return compare("parts", reference, out) and (code, again) == (1, 0) and f"({kept} were there)" in said
    finally:
        subprocess.run(["umount", str(out)], check=True)


def unreadable(root: Path, reference: Path, _: int) -> bool:
    """Inputs that cannot be opened, or are not what their name says, beside good ones; then they are mended."""
    out, folder = root / "unreadable", root / "bad"
    folder.mkdir()
    (folder / "gone.jsonl").symlink_to(root / "nowhere")
    (folder / "not.warc.gz").write_bytes(b"not gzip at all")
    (folder / "cut.jsonl.gz").write_bytes(gzip.compress(b'{"text": "Only begun."}\n' * 50)[:60])
    code, said = end(start(["in", "bad"], out, "--jobs", "2"))
    print(f"unreadable inputs: exit {code}: {said}")
    failed = {one["input"] for one in json.loads((out / "_manifest.json").read_text())["failed"]}
    print(f"  in the manifest as failed: {sorted(failed)}")
    fine = failed >= {"bad/gone.jsonl", "bad/not.warc.gz"} and code == 1
    for path in out.glob("cut*"):
        path.unlink()  # what could be read of it is a part of its own
    return compare("parts of the good ones", reference, out) and fine


def main() -> int:
    """Run the scenarios."""
    scenarios = {"local": local, "dask": dask, "scheduler": scheduler, "disk": disk, "unreadable": unreadable}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=6)
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--only", nargs="+", choices=list(scenarios), default=list(scenarios))
    options = parser.parse_args()
    bad = 0
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        os.chdir(root)
        make(root / "in", options.files, options.pages)
        began = time.monotonic()
        code, said = end(start(["in"], root / "reference", "--jobs", "2"))
        print(f"undisturbed: exit {code}: {said} in {time.monotonic() - began:.0f} s", flush=True)
        for scenario in options.only:
            fine = scenarios[scenario](root, root / "reference", options.kills)
            bad += not fine
            print(f"  {'as it must be' if fine else 'WRONG'}", flush=True)
    return 1 if bad or code else 0


if __name__ == "__main__":
    sys.exit(main())
