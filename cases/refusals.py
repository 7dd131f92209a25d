"""What was typed cannot be taken: the one base of the parsers' named errors."""


class Refusal(ValueError):
    """Nothing is broken: the person is asked again, in words made from the attributes."""


class TypedRefusal(Refusal):
    """A refusal that quotes `text`, exactly as it was typed."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text
