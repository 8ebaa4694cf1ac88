#!/usr/bin/env python3
"""A second, independent implementation of the rigorous estimator of compute-equivalent gain, to check the program's.

usage: reference_ceg.py CURVES.csv --baseline ARM [--target L] [--extrapolate F] [--aa ARM] [--equivalence D]
                        [--confidence C]            prints the object of `headroom ceg --json`, without its warnings
Needs Python 3 and numpy; quantiles and tails of Student's t, chi-squared and F are computed here.
"""
import argparse
import csv
import json
import math

import numpy as np

# ---- distributions ---------------------------------------------------------------------------------------------------


def beta_fraction(x, a, b):
    """The continued fraction of the regularised incomplete beta function (Lentz)."""
    tiny, c, d = 1e-300, 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > tiny else tiny)
    h = d
    for m in range(1, 5000):
        for numerator in (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                          -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))):
            d = 1 + numerator * d
            d = 1 / (d if abs(d) > tiny else tiny)
            c = 1 + numerator / c
            c = c if abs(c) > tiny else tiny
            h *= d * c
        if abs(d * c - 1) < 1e-16:
            break
    return h


def beta_part(x, a, b):
    """I_x(a, b)"""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * beta_fraction(x, a, b) / a
    return 1 - front * beta_fraction(1 - x, b, a) / b


def t_two_sided(t, df):
    return beta_part(df / (df + t * t), df / 2, 0.5)


def bisect(rises, low, high):
    """The x at which a rising function crosses 0."""
    for _ in range(300):
        middle = (low + high) / 2
        low, high = (low, middle) if rises(middle) > 0 else (middle, high)
    return (low + high) / 2


def t_quantile(q, df):
    return bisect(lambda t: 2 * (1 - q) - t_two_sided(t, df), 0.0, 1e6) if q > 0.5 else -t_quantile(1 - q, df)


def f_tail(f, d1, d2):
    return beta_part(d2 / (d2 + d1 * f), d2 / 2, d1 / 2)


def gamma_part(a, x):
    """P(a, x), the regularised lower incomplete gamma function, by its series."""
    term = total = 1 / a
    for k in range(1, 10000):
        term *= x / (a + k)
        total += term
        if term < total * 1e-17:
            break
    return total * math.exp(-x + a * math.log(x) - math.lgamma(a))


def chi2_median(df):
    return bisect(lambda x: gamma_part(df / 2, x / 2) - 0.5, 1e-12, 10 * df + 10)


# ---- one run ---------------------------------------------------------------------------------------------------------


class Run:
    """5.1 and 5.2: `points` that count, `knots` (ln step, ln flops, loss), or a `problem`."""

    def __init__(self, rows):
        rows = sorted((r for r in rows if r["step"] > 0 and r["loss"] is not None), key=lambda r: r["step"])
        self.diverged, self.diverged_at = False, None
        for i, row in enumerate(rows):
            if not math.isfinite(row["loss"]):
                self.diverged, self.diverged_at, rows = True, row["step"], rows[:i]
                break
        loss = np.array([r["loss"] for r in rows], float)
        noise = 1.4826 * np.median(np.abs(np.diff(loss, 2))) / math.sqrt(6) if len(loss) >= 3 else 0.0
        slack = max(0.02, 4 * noise)
        medians = [np.median(loss[max(0, j - 2):j + 1]) for j in range(len(loss))]
        off = [j > 0 and loss[j] > min(medians[:j]) + slack for j in range(len(loss))] if len(loss) < 3000 else None
        if off is None:
            best = np.concatenate([[math.inf], np.minimum.accumulate(medians)[:-1]])
            off = list(loss > best + slack)
        if len(off) >= 3 and all(off[-3:]):
            start = len(off)
            while start > 0 and off[start - 1]:
                start -= 1
            if not self.diverged:
                self.diverged_at = rows[start]["step"]
            self.diverged = True
        self.points = [r for r, bad in zip(rows, off) if not bad]
        self.problem, self.knots = None, None
        count = len(self.points)
        if count < 4:
            self.problem = f"only {count} usable point{'' if count == 1 else 's'}; a run needs 4"
            return
        self.has_flops = all(r["flops"] is not None and r["flops"] > 0 for r in self.points)
        table = np.array([[math.log(r["step"]), math.log(r["flops"]) if self.has_flops else math.nan, r["loss"]]
                          for r in self.points])
        self.knots = decreasing(table)
        if len(self.knots) < 2:
            self.problem = "the loss never falls"
        timed = [r for r in self.points if r["seconds"] is not None]
        rates = [(b["seconds"] - a["seconds"]) / (b["step"] - a["step"]) for a, b in zip(timed, timed[1:])]
        self.tau = float(np.median(rates)) if rates and np.median(rates) > 0 else None

    def x(self, loss, column=0):
        return float(np.interp(-loss, -self.knots[:, 2], self.knots[:, column]))

    def loss_at(self, ln_step):
        return float(np.interp(ln_step, self.knots[:, 0], self.knots[:, 2]))

    first = property(lambda self: self.knots[0, 2])
    last = property(lambda self: self.knots[-1, 2])


def decreasing(table):
    """Pools neighbours until block means of the loss fall strictly. A block is the range [begin, end) of rows."""
    blocks = [[i, i + 1] for i in range(len(table))]
    mean = lambda block: table[block[0]:block[1]].mean(axis=0)
    means = [mean(b) for b in blocks]
    i = 0
    while i + 1 < len(blocks):
        if means[i][2] - 1e-12 * abs(means[i][2]) <= means[i + 1][2]:  # equal means differ in their last bits
            blocks[i][1] = blocks[i + 1][1]
            means[i] = mean(blocks[i])
            del blocks[i + 1], means[i + 1]
            i = max(i - 1, 0)
        else:
            i += 1
    return np.array(means)


# ---- a power law inside a pair (5.6) ---------------------------------------------------------------------------------


def fit_pair(curves):
    """curves: two (ln C, ln L). Returns E and [(ln B, beta), …]; Gauss-Newton with damping on Huber weights."""
    lowest = min(np.exp(y).min() for _, y in curves)
    centres = [x.mean() for x, _ in curves]
    low = np.array([math.log(0.001 * lowest)] + [-60, 0.005] * len(curves))
    high = np.array([math.log(0.999 * lowest)] + [60, 2] * len(curves))

    def residuals(p):
        rs, jacobian = [], []
        for k, (x, y) in enumerate(curves):
            u = p[1 + 2 * k] - p[2 + 2 * k] * (x - centres[k])
            s = np.logaddexp(p[0], u)
            share = np.exp(u - s)
            j = np.zeros((len(x), len(p)))
            j[:, 0], j[:, 1 + 2 * k], j[:, 2 + 2 * k] = 1 - share, share, -share * (x - centres[k])
            rs.append(s - y)
            jacobian.append(j)
        return np.concatenate(rs), np.vstack(jacobian)

    def objective(r):
        a = np.abs(r) / 1e-3
        return np.where(a <= 1, a * a / 2, a - 0.5).sum()

    best = None
    for share in (0.3, 0.6, 0.85, 0.95):
        for beta in (0.1, 0.3, 0.8):
            p = [math.log(share * lowest)]
            for _, y in curves:
                p += [float(np.log(np.exp(y) - share * lowest).mean()), beta]
            p = np.clip(np.array(p), low, high)
            r, j = residuals(p)
            value, damping = objective(r), 1e-3
            for _ in range(200):
                weight = 1 / np.maximum(1, np.abs(r) / 1e-3)
                hessian, gradient = j.T @ (weight[:, None] * j), j.T @ (weight * r)
                # A parameter held by its bound takes no part in the step.
                free = ~(((p <= low) & (gradient > 0)) | ((p >= high) & (gradient < 0)))
                step = np.zeros_like(p)
                h = hessian[np.ix_(free, free)]
                step[free] = -np.linalg.solve(h + damping * np.diag(np.diag(h) + 1e-300), gradient[free])
                trial = np.clip(p + step, low, high)
                r2, j2 = residuals(trial)
                if objective(r2) <= value:
                    done = np.abs(trial - p).max() < 1e-11
                    p, r, j, value, damping = trial, r2, j2, objective(r2), max(damping / 5, 1e-15)
                    if done:
                        break
                elif (damping := damping * 4) > 1e10:
                    break
            if best is None or value < best[0]:
                best = (value, p)
    p = best[1]
    return math.exp(p[0]), [(p[1 + 2 * k] + p[2 + 2 * k] * centres[k], p[2 + 2 * k]) for k in range(len(curves))]


def late_points(run):
    last = run.points[-1]["step"]
    late = [r for r in run.points if 10 * r["step"] > last]
    return np.log([r["step"] for r in late]), np.log([r["loss"] for r in late])


# ---- a cell (5.3, 5.6) -----------------------------------------------------------------------------------------------


def cell_gains(pairs, target, factor, confidence):
    """d of each pair and each gain, or a refusal: {"refused": True}."""
    runs = [run for pair in pairs for run in pair]
    lowest, top = max(r.last for r in runs), min(r.first for r in runs)
    step_at = flop_at = None
    result = {"extrapolated": None}
    if target is None:
        if lowest >= top:
            return {"refused": True}
        slowness = [sum(pair[side].x(lowest) for pair in pairs) for side in (0, 1)]
        slower = int(slowness[1] > slowness[0] + 1e-12)
        high = np.mean([pair[slower].loss_at(pair[slower].x(lowest) + math.log(0.7)) for pair in pairs])
        losses = np.linspace(lowest, np.clip(high, lowest, top), 9)
        goal = lowest
    else:
        losses, goal = [target], target
        if target > top or (target < lowest and factor == 1) or (factor == 1 and lowest >= top):
            return {"refused": True}
        if target < lowest:
            fits = [fit_pair([late_points(b), late_points(v)]) for b, v in pairs]
            floors = np.array([e for e, _ in fits])
            reach = 0.0
            if len(floors) > 1:
                reach = t_quantile((1 + confidence) / 2, len(floors) - 1) * floors.std(ddof=1) / math.sqrt(len(floors))
            if target <= max(floors.max(), floors.mean() + reach):
                return {"refused": True}
            step_at = lambda i, side, loss: (fits[i][1][side][0] - math.log(loss - fits[i][0])) / fits[i][1][side][1]
            needed = max(math.exp(step_at(i, side, target)) / pairs[i][side].points[-1]["step"]
                         for i in range(len(pairs)) for side in (0, 1))
            if needed > factor:
                return {"refused": True}
            result["extrapolated"] = max(1.0, needed)
    inside = step_at is None
    per_step = lambda run: run.points[-1]["flops"] / run.points[-1]["step"]

    def difference(i, loss, column):
        b, v = pairs[i]
        if loss >= lowest:
            return b.x(loss, column) - v.x(loss, column)
        steps = step_at(i, 0, loss) - step_at(i, 1, loss)
        return steps if column == 0 else steps + math.log(per_step(b)) - math.log(per_step(v))

    every = range(len(pairs))
    result["target"] = goal
    result["step"] = [float(np.mean([difference(i, l, 0) for l in losses])) for i in every]
    result["flop"] = result["wall"] = None
    if all(r.has_flops for r in runs):
        result["flop"] = [float(np.mean([difference(i, l, 1) for l in losses])) for i in every]
        at = [b.x(goal, 1) if inside else step_at(i, 0, goal) + math.log(per_step(b)) for i, (b, _) in enumerate(pairs)]
        result["ln_compute"] = float(np.mean(at))
    if all(r.tau is not None for r in runs):
        result["wall"] = [d + math.log(b.tau) - math.log(v.tau) for d, (b, v) in zip(result["step"], pairs)]
    result["curve"] = [(float(l), [difference(i, float(l), 0) for i in every]) for l in np.linspace(goal, top, 25)]
    return result


# ---- intervals (5.4) -------------------------------------------------------------------------------------------------


def own_variance(d):
    return max(float(np.var(d, ddof=1)), 1e-12)


def typical_variance(cells):
    """s0^2 of one gain at one scale, or None where fewer than three cells have two pairs. cells: lists of d."""
    many = [d for d in cells if len(d) >= 2]
    if len(many) < 3:
        return None
    return float(np.median([own_variance(d) * (len(d) - 1) / chi2_median(len(d) - 1) for d in many]))


def estimate(d, typical, confidence):
    n, centre = len(d), float(np.mean(d))
    if n == 1:
        return {"ceg": math.exp(centre), "low": None, "high": None, "ln_se": None, "df": None}
    variance = own = own_variance(d)
    df = n - 1.0
    if typical is not None:
        variance = max(own, (2 * typical + (n - 1) * own) / (n + 1))
        df = n - 1 + 2 * min(1.0, typical / own)
    se = math.sqrt(variance / n)
    half = t_quantile((1 + confidence) / 2, df) * se
    return {"ceg": math.exp(centre), "low": math.exp(centre - half), "high": math.exp(centre + half), "ln_se": se,
            "df": df}


def holm(ps):
    """Adjusted p in the given order; None stays None."""
    known = sorted((p, i) for i, p in enumerate(ps) if p is not None)
    result, highest = [None] * len(ps), 0.0
    for rank, (p, i) in enumerate(known):
        highest = max(highest, min(1.0, (len(known) - rank) * p))
        result[i] = highest
    return result


# ---- slope over scales (5.5) -----------------------------------------------------------------------------------------


def slope(points, confidence):
    """points: (ln C, ln CEG_FLOP, se, df). Returns slope, its V, its df and the ratio of compute."""
    x, y, se, df = (np.array(column, float) for column in zip(*sorted(points)))
    c = (x - x.mean()) / ((x - x.mean())**2).sum()
    value = float(c @ y)
    variance = float((c**2 * se**2).sum())
    freedom = variance**2 / float(((c**2 * se**2)**2 / df).sum())
    if len(x) > 2:
        residual = y - y.mean() - value * (x - x.mean())
        q = float(((residual / se)**2).sum()) / (len(x) - 2)
        if f_tail(q, len(x) - 2, df.sum()) < 0.05:
            variance, freedom = variance * q, min(freedom, len(x) - 2)
    return value, variance, freedom, math.exp(x.max() - x.min())


def verdicts(arms, points_of, delta, confidence):
    entries = []
    for arm in arms:
        points = points_of[arm]
        entry = {"arm": arm, "scales": len(points), "slope": None, "low": None, "high": None, "p": None}
        if len(points) >= 2 and max(p[0] for p in points) > min(p[0] for p in points):
            value, variance, freedom, ratio = slope(points, confidence)
            se = math.sqrt(variance)
            half = t_quantile((1 + confidence) / 2, freedom) * se
            entry |= {"slope": value, "low": value - half, "high": value + half,
                      "p": t_two_sided(abs(value) / se, freedom)}
            equal = t_quantile(confidence, freedom) * se
            entry["enough"] = len(points) >= 3 and ratio >= 8 * (1 - 1e-9)
            entry["equivalent"] = value - equal > -delta and value + equal < delta
        entries.append(entry)
    for entry, adjusted in zip(entries, holm([e["p"] for e in entries])):
        entry["p_holm"] = adjusted
        if not entry.pop("enough", False):
            entry["verdict"] = "undetermined"
        elif entry["equivalent"]:
            entry["verdict"] = "independent"
        else:
            entry["verdict"] = "dependent" if adjusted < 1 - confidence else "undetermined"
        entry.pop("equivalent", None)
    return entries


# ---- a table ---------------------------------------------------------------------------------------------------------


def read(path):
    number = lambda text: None if text == "" else float(text)
    rows = {}
    with open(path, newline="", encoding="utf-8-sig") as file:
        for r in csv.DictReader(file):
            key = (r["arm"], r["scale"], int(r["seed"]))
            rows.setdefault(key, {})[int(r["step"])] = {
                "step": int(r["step"]), "flops": number(r["flops"]), "seconds": number(r["seconds"]),
                "loss": number(r["loss"])}
    return {key: list(points.values()) for key, points in rows.items()}


def ceg(path, baseline, target=None, extrapolate=1.0, aa=None, equivalence=0.05, confidence=0.95):
    rows = read(path)
    runs = {key: Run(points) for key, points in rows.items()}
    arms = list(dict.fromkeys(key[0] for key in rows))
    scales = list(dict.fromkeys(key[1] for key in rows))
    others = [arm for arm in arms if arm != baseline]
    cells, floor, points_of = [], [], {arm: [] for arm in others}
    for scale in scales:
        at = lambda arm: {seed: run for (a, s, seed), run in runs.items() if (a, s) == (arm, scale)}
        found = []
        for arm in others:
            if not at(arm):
                continue
            cell = {"arm": arm, "scale": scale, "status": "refused", "pairs": 0, "target_loss": None,
                    "extrapolated": None, "step": None, "flop": None, "wall": None, "p": None, "p_holm": None,
                    "diverged": {"arm": sum(r.diverged for r in at(arm).values()),
                                 "baseline": sum(r.diverged for r in at(baseline).values())}, "curve": []}
            common = sorted(set(at(arm)) & set(at(baseline)))
            pairs = [(at(baseline)[s], at(arm)[s]) for s in common]
            pairs = [pair for pair in pairs if not any(r.problem for r in pair)]
            cell["pairs"] = len(pairs)
            gains = cell_gains(pairs, target, extrapolate, confidence) if pairs else {"refused": True}
            found.append((cell, gains))
        kept = [gains for _, gains in found if "refused" not in gains]
        typical = {g: typical_variance([k[g] for k in kept if k[g]]) for g in ("step", "flop", "wall")}
        for cell, gains in found:
            if "refused" in gains:
                continue
            cell["status"] = "ok" if cell["pairs"] > 1 else "one_pair"
            cell["target_loss"], cell["extrapolated"] = gains["target"], gains["extrapolated"]
            for gain in ("step", "flop", "wall"):
                if gains[gain]:
                    cell[gain] = estimate(gains[gain], typical[gain], confidence)
            if cell["status"] == "ok":
                s = cell["step"]
                cell["p"] = t_two_sided(abs(np.mean(gains["step"])) / s["ln_se"], s["df"])
                if cell["flop"]:
                    f = cell["flop"]
                    points_of[cell["arm"]].append((gains["ln_compute"], float(np.mean(gains["flop"])), f["ln_se"],
                                                   f["df"]))
            for loss, d in gains["curve"]:
                e = estimate(d, typical["step"], confidence)
                cell["curve"].append({"loss": loss, "ceg": e["ceg"], "low": e["low"], "high": e["high"]})
        for (cell, _), adjusted in zip(found, holm([cell["p"] for cell, _ in found])):
            cell["p_holm"] = adjusted
        cells += [cell for cell, _ in found]

        base = [r for (a, s, _), r in sorted(runs.items()) if (a, s) == (baseline, scale) and not r.problem]
        if len(base) >= 2 and max(r.last for r in base) <= min(r.first for r in base):
            lowest = max(r.last for r in base)
            spread = math.sqrt(np.var([r.x(lowest) for r in base], ddof=1))
            size = math.exp(t_quantile((1 + confidence) / 2, len(base) - 1) * spread * math.sqrt(2 / len(base)))
            floor.append({"scale": scale, "source": "baseline seeds", "ceg": size, "seeds": len(base)})
        for cell, _ in found:
            if cell["arm"] == aa and cell["step"]:
                value = cell["step"]["ceg"]
                floor.append({"scale": scale, "source": "arm", "ceg": max(value, 1 / value), "seeds": cell["pairs"]})
    return {"format": "headroom.ceg", "version": 1, "estimator": "rigorous", "baseline": baseline, "cells": cells,
            "arms": verdicts(others, points_of, equivalence, confidence), "noise_floor": floor}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--baseline", required=True)
    for name in ("target", "extrapolate", "equivalence", "confidence"):
        parser.add_argument("--" + name, type=float)
    parser.add_argument("--aa")
    given = {name: value for name, value in vars(parser.parse_args()).items() if value is not None}
    print(json.dumps(ceg(given.pop("file"), given.pop("baseline"), **given)))
