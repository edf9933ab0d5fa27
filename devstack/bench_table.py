"""The figures as tables, held against the targets."""

from typing import Any

type Row = dict[str, Any]

# What must be reached (docs/performance.md): times the ceiling's processor time, and queries of each step.
RATIOS = {"list": 1.65, "detail": 4.0, "flow": 2.0, "insert": 2.0}
QUERIES = {"list": [4], "detail": [5], "flow": [4, 8, 5], "insert": [4, 8, 5]}
GZIPPED = 8 * 1024
SIGNED_IN = ", signed in"


def ceiling_for(report: Row, kind: str) -> Row | None:
    """The ceiling's page of the same kind."""
    return next((row for row in report["pages"] if row["server"] == "ceiling" and row["kind"] == kind), None)


def ratio(report: Row, row: Row) -> float:
    """Processor time a request, as so many times the ceiling's."""
    ceiling = ceiling_for(report, row["kind"])
    return float(row["cpu_ms"] / ceiling["cpu_ms"]) if ceiling and ceiling["cpu_ms"] else 0.0


def verdict(report: Row, row: Row) -> str:
    """What misses its target, in words; empty when all is well."""
    missed = []
    limit = RATIOS[row["kind"]]
    if SIGNED_IN not in row["name"] and ratio(report, row) > limit:
        missed.append(f"over {limit}x")
    if too_many_queries(row):
        missed.append("queries")
    if row["gzipped"] > GZIPPED:
        missed.append("bytes")
    return ", ".join(missed)


def too_many_queries(row: Row) -> bool:
    """Signed in, the session and the user are two more; home may use twelve."""
    limits = QUERIES[row["kind"]]
    if SIGNED_IN in row["name"]:
        limits = [12] if row["name"].startswith("home") else [limits[0] + 3]
    return any(count > limits[min(place, len(limits) - 1)] for place, count in enumerate(steps(row)))


def steps(row: Row) -> list[int]:
    """A flow's form, its most costly POST and its last page; what lies between is a POST that drew the next form."""
    counts = row["queries"]
    return [counts[0], max(counts[1:-1]), counts[-1]] if len(counts) > 2 else list(counts)


def print_tables(report: Row) -> None:
    """One table a server."""
    machine = report["machine"]
    print(f"\n{machine['processors']} processors ({machine['model']}), Python {machine['python']}, ", end="")
    print(f"{machine['workers']} workers of 4 threads, {report['people']} people at once, ", end="")
    print(f"medians of {report['rounds']} rounds of {report['seconds']} s each")
    for name in dict.fromkeys(row["server"] for row in report["pages"]):
        print(f"\n{name}: {report['memory_mib'][name]:.0f} MiB a worker at most\n")
        print_rows(report, [row for row in report["pages"] if row["server"] == name])
    for row in report["skipped"]:
        print(f"not measured: {row['server']} {row['name']}: {row['error']}")


HEADINGS = ["page", "per s", "p50 ms", "p95 ms", "CPU ms", "web", "db", "±", "x", "SQL", "bytes", "gzipped", "misses"]


def print_rows(report: Row, rows: list[Row]) -> None:
    """As Markdown, so that it can be pasted."""
    lines = [HEADINGS, ["---"] * len(HEADINGS), *(cells(report, row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    for line in lines:
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |")


def cells(report: Row, row: Row) -> list[str]:
    """One row in words."""
    numbers = [f"{row['rate']:.0f}", f"{row['p50']:.1f}", f"{row['p95']:.1f}", f"{row['cpu_ms']:.2f}"]
    numbers += [f"{row['web_ms']:.2f}", f"{row['database_ms']:.2f}", f"{row['spread']:.0%}"]
    if row["server"] == "ceiling":
        ours = ["1", "", "", "", ""]
    else:
        counts = " + ".join(str(count) for count in row["queries"])
        ours = [f"{ratio(report, row):.2f}", counts, str(row["bytes"]), str(row["gzipped"]), verdict(report, row)]
    if row["errors"]:
        ours[-1] = f"{ours[-1]} {row['errors']} errors: {row['first_error']}".strip()
    return [row["name"], *numbers, *ours]
