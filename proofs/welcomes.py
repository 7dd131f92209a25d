"""The welcomes: whoever is back hears so once, and of how many cases others were reminded."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from proofs.crew import Away
from proofs.deeds import Deeds
from storage.database import Row

_MANY = re.compile(r"Без вас напоминали про (\d+)")
_BACK = re.compile(r"Вы снова на месте|Отсутствие отменил")


class Welcomes:
    """What others were told of whose cases, and what those who are back have to hear of it."""

    def __init__(self, deeds: Deeds) -> None:
        self._deeds = deeds
        self._told: dict[int, dict[int, datetime]] = defaultdict(dict)

    def hear(self, pinged: Iterable[Row], now: datetime) -> None:
        """Take down who was reminded of which case just now."""
        for row in pinged:
            self._told[row["case_id"]][row["person_id"]] = now

    def wrong(self, back: dict[int, Away], said: Iterable[Row], now: datetime) -> list[str]:
        """Return what is wrong with the welcomes that were said at a tick."""
        texts = {row["key"]: json.loads(row["body"])["text"] for row in said
                 if row["key"].startswith("back:") and row["key"].endswith(":0")}  # fmt: skip
        due = {f"back:{person}:{int(away.until.timestamp())}:0": person
               for person, away in back.items()}  # fmt: skip
        found = [f"{now}: {key} is no welcome that is due" for key in texts.keys() - due.keys()]
        found += [f"{now}: {key} is missing" for key in due.keys() - texts.keys()]
        for key in texts.keys() & due.keys():
            found += self.wrong_in(texts[key], due[key], back[due[key]], now)
        return found

    def wrong_in(self, text: str, person: int, away: Away, now: datetime) -> list[str]:
        """Return what is wrong in the words for somebody who is back.

        What comes at the same tick may be counted or not.
        """
        told = _MANY.search(text)
        many = int(told[1]) if told else 0
        leader = self._deeds.members[person]
        led = [e.id for e in self._deeds.cases if e.leader is leader and e.state != "closed"]
        heard = ([at for one, at in self._told[case].items() if one != person] for case in led)
        others = [max(each) for each in heard if each]
        most = sum(at >= away.since for at in others)
        least = sum(now > at >= away.since for at in others)
        if _BACK.search(text) and least <= many <= most:
            return []
        return [f"{now}: {person} is back, others heard of {least} to {most}: {text!r}"]
