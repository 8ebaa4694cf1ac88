#!/usr/bin/env python3
"""What only a machine with an NVIDIA GPU can show: kernels against their reference, same bits twice and after an
interruption, the same curve as a CPU, nothing waiting. Needs headroom-train alone.

usage: check.py [path of headroom-train]     prints one line a check; exit code 1 when one failed
"""
import hashlib
import json
import os
import pathlib
import signal
import struct
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "build/release/bin/headroom-train")
failures = 0


def report(name, good, detail=""):
    global failures
    failures += not good
    print(f"{'pass' if good else 'FAIL'}  {name}{'  ' + detail if detail else ''}", flush=True)


def definition(device="cuda", kernels=None, sizes=None, model="char", **recipe):
    template = json.loads((ROOT / f"resources/templates/{model}.json").read_text())
    template.pop("recipe", None)
    template["sizes"] = {**template["sizes"], "vocab": 36, **(sizes or {})}
    settings = {"batch": 12, "accumulation": 2, "steps": 60, "warmup": 5, "dropout": 0.1, "precision": "bf16", "eval_every": 20,
                "eval_tokens": 8192, "checkpoint_every": 20, **recipe}
    return {"format": "headroom.run", "version": 1, "name": "gpu", "architecture": template, "recipe": settings,
            "data": {"source": "grammar", "tokenizer": "characters"}, "seed": 1, "steps": settings["steps"],
            "numerics": {"device": device, "kernels": kernels or {}}}


def train(folder, document, stop_after=None):
    """One attempt; stop_after: SIGTERM once the log says that step."""
    definition_file = folder.with_suffix(".json")
    definition_file.write_text(json.dumps(document))
    process = subprocess.Popen([PROGRAM, "train", str(definition_file), "--out", str(folder)], stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, text=True)
    lines = []
    for line in process.stdout:
        lines.append(line.rstrip())
        if stop_after and f"step {stop_after}/" in line:
            process.send_signal(signal.SIGTERM)
            stop_after = None
    if process.wait() != 0:
        print("\n".join(lines[-5:]))
    return lines


def weights(folder):
    newest = sorted((folder / "checkpoints").iterdir())[-1]
    digest = hashlib.sha256((newest / "model.safetensors").read_bytes()).hexdigest()[:16]
    return newest.name.lstrip("0") + ":" + digest


def series(folder, tag):
    """step → value of a scalar, from the journals."""
    points = {}
    for journal in sorted(folder.glob("events.out.tfevents.*")):
        data, at = journal.read_bytes(), 0
        while at + 12 <= len(data):
            size, = struct.unpack_from("<Q", data, at)
            record = data[at + 12:at + 12 + size]
            at += 16 + size
            place = record.find(tag.encode() + b"\x15")  # Summary.Value{tag, simple_value: field 2, fixed32}
            if place < 0:
                continue
            step, shift, i = 0, 0, 10  # Event{wall_time: 9 bytes, step: field 2, varint, left out when 0}
            while record[9] == 0x10:
                step |= (record[i] & 0x7F) << shift
                shift += 7
                if record[i] < 0x80:
                    break
                i += 1
            points[step] = struct.unpack_from("<f", record, place + len(tag) + 1)[0]
    return points


def main():
    doctor = json.loads(subprocess.run([PROGRAM, "doctor", "--json"], capture_output=True, text=True, check=True).stdout)
    for kernel in (row for row in doctor["kernels"] if row["device"] == "cuda"):
        report("kernel " + kernel["kernel"], kernel.get("passed", False),
               kernel.get("skipped") or kernel.get("error") or f"error {kernel['max_error']:.2e} ≤ {kernel['tolerance']:.0e}")
    print(json.dumps(doctor["roofs"].get("gpu", {})))
    if "gpu" not in doctor["roofs"]:
        return
    with tempfile.TemporaryDirectory() as name:
        home = pathlib.Path(name)
        for precision in ("fp32", "bf16", "fp16"):
            once, again, broken, eager = (home / f"{word}-{precision}" for word in ("once", "again", "broken", "eager"))
            lines = train(once, definition(precision=precision))
            print("      " + lines[-1])
            train(again, definition(precision=precision))
            report(f"{precision}: the same run twice gives the same bits", weights(once) == weights(again), weights(once))
            train(broken, definition(precision=precision), stop_after=20)
            between = weights(broken)
            train(broken, definition(precision=precision))
            report(f"{precision}: a run interrupted after step {between.split(':')[0]} gives the same bits", weights(once) == weights(broken),
                   weights(broken))
            train(eager, definition(precision=precision, kernels={"step": "eager"}))
            report(f"{precision}: replaying the recorded step changes no bit", weights(once) == weights(eager), weights(eager))
            losses = series(once, "loss/train")
            report(f"{precision}: every step is in the journal", sorted(losses) == list(range(1, 61)), f"{len(losses)} steps")
        sizes = {"layers": 3, "heads": 8, "width": 256, "context": 192}
        patterns = [{}, {"pattern": "window", "span": 64}, {"position": "position.alibi"}, {"softcap": 20.0, "sink": True, "qk_norm": "norm.rms"}]
        for model, attention in [("llama", {}), ("transformer-2017", {})] + [("transformer++", pattern) for pattern in patterns]:
            name = model + "".join(f", {key} {value}" for key, value in attention.items())
            documents = [definition(model=model, sizes=sizes, kernels=kernels) for kernels in ({}, {"step": "eager"})]
            for document in documents:
                for element in document["architecture"]["body"]:
                    for branch in element.get("body", []):
                        for block in branch.get("residual", []):
                            block.update(attention if block["block"].startswith("attention.") else {})
            folders = [home / f"{word}-{name}".replace(" ", "-") for word in ("replayed", "eager")]
            lines = [train(*pair) for pair in zip(folders, documents)]
            report(f"{name}: replaying the recorded step changes no bit", weights(folders[0]) == weights(folders[1]), lines[0][-1])
        for optimizer in ("sgd", "lion", "muon"):  # adamw: above
            once, broken, eager = (home / f"{word}-{optimizer}" for word in ("once", "broken", "eager"))
            train(once, definition(optimizer=optimizer))
            train(broken, definition(optimizer=optimizer), stop_after=20)
            train(broken, definition(optimizer=optimizer))
            train(eager, definition(optimizer=optimizer, kernels={"step": "eager"}))
            report(f"{optimizer}: interrupted, replayed or not: the same bits", weights(once) == weights(broken) == weights(eager), weights(once))
        # More than one further micro-batch a step; a batch that starts with a single one; averaged weights.
        more = {"accumulation": 4, "average": "ema"}
        for name, settings in [("four micro-batches", more), ("batch ramp", {**more, "batch_start": 3, "batch_ramp": 30, "precision": "fp16"})]:
            once, broken, eager = (home / f"{word}-{name}".replace(" ", "-") for word in ("once", "broken", "eager"))
            train(once, definition(**settings))
            train(broken, definition(**settings), stop_after=20)
            train(broken, definition(**settings))
            train(eager, definition(**settings, kernels={"step": "eager"}))
            report(f"{name}: interrupted, replayed or not: the same bits", weights(once) == weights(broken) == weights(eager), weights(once))
        small = {"layers": 2, "heads": 2, "width": 64, "context": 64}
        for device in ("cpu", "cuda"):
            train(home / device, definition(device=device, sizes=small, precision="fp32", dropout=0))
        ours, theirs = (series(home / device, "loss/val") for device in ("cpu", "cuda"))
        distance = max((abs(ours[step] - theirs[step]) for step in ours), default=1)
        report("CPU and GPU draw the same curve", bool(ours) and sorted(ours) == sorted(theirs) and distance < 2e-3, f"largest distance {distance:.1e} nats")
        # A model that cannot fit is refused in words.
        huge = definition(sizes={"layers": 400, "heads": 64, "width": 16384}, precision="fp32")
        (home / "huge.json").write_text(json.dumps(huge))
        refused = subprocess.run([PROGRAM, "train", str(home / "huge.json"), "--out", str(home / "huge")], capture_output=True, text=True)
        report("a model that does not fit is refused", refused.returncode == 3, refused.stderr.strip())


main()
print(f"{failures} failed")
sys.exit(1 if failures else 0)
