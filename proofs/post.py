"""The post: into how many messages the reminders that one person gets at once may be put."""

MANY = 3
"""More reminders than this are one message."""
IN_A_LIST, IN_A_DIGEST = 40, 12
CATCHING_UP = ("ping:", "list:", "digest:", "silence:")


def is_well_put(keys: list[str], reminders: int, *, silent: bool) -> bool:
    """Whether these messages may carry so many reminders; after a silence there is one of them."""
    alone = [each for each in keys if each.startswith("ping:")]
    lists = [each for each in keys if each.startswith("list:")]
    morning = [each for each in keys if each.startswith("digest:") and ":ping:" in each]
    if silent and reminders <= IN_A_DIGEST:
        caught_up = [each for each in keys if each.startswith(CATCHING_UP)]
        return (reminders > 0) <= len(caught_up) <= 1
    if reminders > MANY:
        most = 1 + (reminders - 1) // IN_A_LIST
        return not alone and bool(lists or morning) and len(lists) <= most
    return len(alone) == reminders or bool(lists or morning)
