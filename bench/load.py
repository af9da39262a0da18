"""Closed-loop load: C virtual users walk a flow again and again for a while; what came of it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from itertools import count

from bench.client import Timings, Unexpected, User
from bench.flows import Flow
from bench.processes import cpu_seconds
from bench.seed import City

WARM_UP = 2.0


@dataclass
class Result:
    """What a run measured: units are whole walks through the flow."""

    flow: str
    users: int
    seconds: float
    units: int
    requests: int
    errors: list[str]
    cpu: float
    steps: dict[str, tuple[float, float, float]]

    @property
    def units_per_second(self) -> float:
        return self.units / self.seconds

    @property
    def requests_per_second(self) -> float:
        return self.requests / self.seconds

    @property
    def cpu_ms_per_request(self) -> float:
        return 1000 * self.cpu / max(1, self.requests)


class _Run:
    """Counts what happens between the end of the warm-up and the end of the run."""

    def __init__(self, flow: Flow, city: City, port: int) -> None:
        self.flow, self.city, self.port = flow, city, port
        self.units = 0
        self.errors: list[str] = []
        self.timings = Timings()
        self._numbers = count()

    async def user(self, number: int, until: float) -> None:
        user = User(self.port, self.timings)
        user.cookies["front"] = self.city.cookies[number % len(self.city.cookies)]
        while time.perf_counter() < until:
            try:
                await self.flow(user, self.city, next(self._numbers))
                self.units += 1
            except (Unexpected, OSError, asyncio.IncompleteReadError) as error:
                self.errors.append(f"{type(error).__name__}: {error}"[:300])
                await user.close()
        await user.close()

    def reset(self) -> None:
        self.units = 0
        self.timings.steps.clear()


async def _drive(run: _Run, users: int, seconds: float, pid: int) -> tuple[float, float]:
    began = time.perf_counter()
    until = began + WARM_UP + seconds
    tasks = [asyncio.create_task(run.user(number, until)) for number in range(users)]
    await asyncio.sleep(WARM_UP)
    run.reset()
    cpu, start = cpu_seconds(pid), time.perf_counter()
    await asyncio.sleep(max(0.0, until - time.perf_counter()))
    used, took = cpu_seconds(pid) - cpu, time.perf_counter() - start
    await asyncio.gather(*tasks)
    return used, took


def measure(name: str, flow: Flow, city: City, *, port: int, pid: int, users: int, seconds: float) -> Result:
    """Walk `flow` with `users` for `seconds` after a warm-up."""
    run = _Run(flow, city, port)
    used, took = asyncio.run(_drive(run, users, seconds, pid))
    steps = {step: _percentiles(times) for step, times in run.timings.steps.items()}
    requests = sum(len(times) for times in run.timings.steps.values())
    return Result(name, users, took, run.units, requests, run.errors, used, steps)


def _percentiles(times: list[float]) -> tuple[float, float, float]:
    ordered = sorted(times)
    return tuple(1000 * ordered[min(len(ordered) - 1, int(len(ordered) * p))] for p in (0.5, 0.95, 0.99))  # type: ignore[return-value]
