"""Two fresh processes with different hash seeds give the same law and the same answer."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ASK = """
from deadlines.law.load import load_law
from deadlines.law.compute import answer
from deadlines.law.explain import answer_as_dict
from deadlines.law.select import parse_query
law = load_law()
decision = {"authority": "immigration_office", "kind": "transfer"}
question = {"decision": decision, "notification": {"mode": None, "date": "2022-05-20"}}
print(law.content_hash, answer_as_dict(answer(law, parse_query(question)), "nl"))
"""


def _told(seed: str) -> str:
    environment = {"PYTHONHASHSEED": seed, "PATH": ""}
    command = [sys.executable, "-c", ASK]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    ).stdout


def test_the_answer_and_the_hashes_do_not_hang_on_the_process():
    told = _told("1")
    assert told == _told("2")
    assert "rvv-extreme-urgency-further-measure" in told
