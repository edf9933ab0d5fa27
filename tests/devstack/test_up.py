import socket
import sys
import urllib.error
import urllib.request

import pytest

from tests.devstack.conftest import descendants, is_alive, kill, run, wait_for

linux = pytest.mark.skipif(sys.platform != "linux", reason="reads Linux' list of processes")


def test_a_taken_port_is_one_sentence(state):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        done = run("up", "--port", str(port), "--state", state.name)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"Port {port} on 127.0.0.1 is taken: choose another with ./run up --port.\n"


def test_a_second_start_of_a_state_is_one_sentence(state):
    with state.held():
        done = run("up", "--port", "0", "--state", state.name)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"The state '{state.name}' is already running (process ")
    assert done.stderr.count("\n") == 1


def test_a_process_alone_says_what_it_lacks(state):
    done = run("worker", "--state", state.name)

    assert done.returncode == 1
    assert done.stderr == "Set DATABASE_URL, or start ./run up first: nothing is running to work with.\n"


@pytest.mark.slow
@linux
def test_everything_starts_answers_and_stops(state, start):
    begun = start()
    family = descendants(begun.process.pid)
    address = (state.folder / "public_url").read_text()

    status = status_of(address)
    code = begun.end()

    assert len(family) >= 7
    assert status < 500
    assert code == 0, begun.output.read_text()
    assert [pid for pid in family if is_alive(pid)] == []
    assert not state.sockets.exists()


def status_of(address):
    try:
        with urllib.request.urlopen(address) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code


@pytest.mark.slow
@linux
def test_a_killed_start_leaves_no_process_and_the_next_one_works(start):
    begun = start()
    family = descendants(begun.process.pid)

    kill(begun.process.pid)
    begun.process.wait()

    assert len(family) >= 7
    wait_for(lambda: not any(is_alive(pid) for pid in family), seconds=15)
    assert start().end() == 0


@pytest.mark.slow
@linux
def test_a_killed_database_stops_everything_and_comes_back(state, start):
    begun = start()
    family = descendants(begun.process.pid)

    kill(int((state.data / "data" / "postmaster.pid").read_text().split()[0]))
    code = begun.process.wait(60)

    assert code == 1
    assert "PostgreSQL ended unexpectedly (exit -9), so everything stops." in begun.output.read_text()
    assert [pid for pid in family if is_alive(pid)] == []
    assert start().end() == 0
