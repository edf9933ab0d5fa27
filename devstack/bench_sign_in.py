"""Does time tell who has an account? Asks for codes with known and unknown addresses by turns, and prints the medians.

    TRUSTED_PROXIES=1 ./run up --port 8100 --state bench
    .venv/bin/python -m devstack.bench_sign_in http://127.0.0.1:8100 [--tries 200]

It asks a demo network, whose people are known. Each try comes from an address of its own (X-Forwarded-For), since the
limits would stop one connection long before 200; so the server has to trust one proxy.
"""

import argparse
import re
import tomllib
from collections import defaultdict
from pathlib import Path
from statistics import median
from time import perf_counter

import requests

PEOPLE = Path(__file__).resolve().parent.parent / "collab" / "demo" / "people.toml"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
type Times = dict[str, list[float]]


def one_try(base: str, email: str, number: int, times: Times) -> list[int]:
    """One person asks for a code, sees the page and types a wrong one: the statuses, and the time of each step."""
    with requests.Session() as browser:
        browser.headers["X-Forwarded-For"] = f"10.{number // 62500}.{number // 250 % 250}.{number % 250 + 1}"
        token = TOKEN.findall(browser.get(f"{base}/sign-in/").text)[0]
        steps = [
            ("ask for a code", "POST", f"{base}/sign-in/", {"email": email}),
            ("see the page", "GET", f"{base}/sign-in/code/", {}),
            ("type a wrong code", "POST", f"{base}/sign-in/code/", {"code": "000000"}),
        ]
        return [timed(browser, token, step, times) for step in steps]


def timed(browser: requests.Session, token: str, step: tuple[str, str, str, dict[str, str]], times: Times) -> int:
    """One step's status; its time is kept under its name."""
    name, method, address, data = step
    began = perf_counter()
    answer = browser.request(
        method,
        address,
        data={"csrfmiddlewaretoken": token, **data} if data else None,
        allow_redirects=False,
        timeout=30,
    )
    times[name].append((perf_counter() - began) * 1000)
    return answer.status_code


def main() -> None:
    """Known and unknown by turns, so that whatever else the machine does falls on both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base")
    parser.add_argument("--tries", type=int, default=200)
    options = parser.parse_args()
    known = [row["email"] for row in tomllib.loads(PEOPLE.read_text())["person"]]
    times: dict[str, Times] = {"known": defaultdict(list), "unknown": defaultdict(list)}
    statuses: dict[str, set[tuple[int, ...]]] = defaultdict(set)
    for number in range(options.tries):
        for who, email in (("known", known[number % len(known)]), ("unknown", f"nobody.{number}@nowhere.example")):
            side = number * 2 + (who == "known")
            statuses[who].add(tuple(one_try(options.base.rstrip("/"), email, side, times[who])))
    print(f"Statuses: known {sorted(statuses['known'])}, unknown {sorted(statuses['unknown'])}")
    for step in times["known"]:
        one, other = median(times["known"][step]), median(times["unknown"][step])
        print(f"{step:18} known {one:6.1f} ms, unknown {other:6.1f} ms, apart {abs(one - other):4.1f} ms")


if __name__ == "__main__":
    main()
