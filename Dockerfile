FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DATA_DIR=/data

# The number is fixed, so that a mounted folder can be given to it: chown 10001:10001.
RUN groupadd --gid 10001 journal \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin journal \
    && install --directory --owner=10001 --group=10001 --mode=0700 /data

WORKDIR /app

# Before the code, so that a change of the code does not install anything again.
COPY requirements.lock ./
RUN python -m pip install --no-cache-dir --disable-pip-version-check \
    --only-binary=:all: --require-hashes --requirement requirements.lock

COPY bot/ bot/
COPY cases/ cases/
COPY handlers/ handlers/
COPY storage/ storage/
COPY texts/ texts/
# Files bring their rights from where the image is built: cloned under a umask of 077, only root
# could read them. And what is not compiled now is compiled at every start: the root is read-only.
RUN chmod -R a+rX . && python -m compileall -q .

USER 10001:10001
VOLUME /data

# The first minute is for the start; after that the bot's own clock must have ticked.
HEALTHCHECK --interval=60s --timeout=15s --start-period=60s --retries=3 \
    CMD ["python", "-m", "bot", "healthcheck"]

CMD ["python", "-m", "bot", "run"]
