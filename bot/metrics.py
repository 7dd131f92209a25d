"""The metrics: how the bot is, for Prometheus, on a port of this machine only."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.health import read_vitals
from bot.now import Now
from bot.settings import Settings
from cases.health import Trouble, Vitals, troubles

LOOPBACK = "127.0.0.1"

AGES = {
    "journal_clock_age_seconds": ("since the clock's last sign of life", "ticked_at"),
    "journal_telegram_age_seconds": ("since Telegram's last good answer", "polled_at"),
    "journal_unsaid_age_seconds": ("that the oldest message waits to be sent", "unsaid_since"),
    "journal_unhandled_age_seconds": ("that the oldest update waits", "unhandled_since"),
    "journal_backup_age_seconds": ("since the newest backup", "backed_up_at"),
}
"""Seconds of each metric, and the sign in `Vitals` that they are counted from."""


class HowTheBotIs(Collector):
    """Reads the vitals anew at every scrape: what is not scraped costs nothing."""

    def __init__(self, settings: Settings) -> None:
        self._settings, self._now = settings, Now(settings.clock_file)

    def describe(self) -> Iterable[Metric]:
        """Name nothing beforehand: the names are in what is collected."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """Return the gauges; nothing but `journal_readable 0` when the journal cannot be read."""
        now = self._now()
        try:
            vitals = read_vitals(self._settings, now)
        except (sqlite3.Error, OSError):
            yield GaugeMetricFamily("journal_readable", "Whether the journal can be read", value=0)
            return
        yield GaugeMetricFamily("journal_readable", "Whether the journal can be read", value=1)
        yield from _ages(vitals, now)
        yield GaugeMetricFamily("journal_free_bytes", "Left on the disk", value=vitals.free)
        yield GaugeMetricFamily("journal_dead_updates", "Put aside in a week", value=vitals.dead)
        yield _troubles(vitals, now)


def _ages(vitals: Vitals, now: datetime) -> Iterator[Metric]:
    """What never was has no age, and what does not wait is as young as can be."""
    for name, (what, sign) in AGES.items():
        at: datetime | None = getattr(vitals, sign)
        waits = sign.endswith("_since")
        if at is not None or waits:
            age = (now - at).total_seconds() if at else 0
            yield GaugeMetricFamily(name, f"Seconds {what}", value=age)


def _troubles(vitals: Vitals, now: datetime) -> Metric:
    found = troubles(vitals, now)
    gauge = GaugeMetricFamily("journal_trouble", "1 while it lasts", labels=["trouble"])
    for each in Trouble:
        gauge.add_metric([each.value], float(each in found))
    return gauge


@contextmanager
def served_metrics(settings: Settings) -> Iterator[None]:
    """Serve the metrics while the bot runs. Raises OSError for a port that is taken."""
    assert settings.metrics_port is not None  # noqa: S101 - only asked for when it is set
    registry = CollectorRegistry()
    registry.register(HowTheBotIs(settings))
    server, thread = start_http_server(settings.metrics_port, LOOPBACK, registry)
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
