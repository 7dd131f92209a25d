"""The folders: made before anything is kept in them, or the setting that is to blame is named."""

import os

from bot.settings import Settings


def close_to_others() -> None:
    """Let nobody else of this machine read what is written from now on."""
    os.umask(0o077)


def unusable(settings: Settings) -> str | None:
    """Make the folders of the journal; return the name of the setting whose folder cannot be."""
    for name, folder in (
        ("data_dir", settings.data_dir),
        ("database_url", settings.database_path.parent),
    ):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            return name
        if not os.access(folder, os.W_OK | os.X_OK):
            return name
    return "database_url" if settings.database_path.is_dir() else None
