# Every target works right after a clone: .venv is made from the lock as needed.
# Relative paths only, so that a folder with spaces or Cyrillic in its name is fine.
PYTHON ?= python3
PY := .venv/bin/python
N ?= 200

.PHONY: setup demo run test lint bench checker kill-test monkeys pictures restore-drill lock

setup: .venv/ready

.venv/ready: requirements-dev.lock
	$(PYTHON) -c 'import sys; sys.exit("Нужен Python 3.11 или новее" if sys.version_info < (3, 11) else 0)'
	@echo 'Ставлю зависимости: первый раз это пара минут'
	$(PYTHON) -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch .venv/ready

demo: setup
	@echo 'Запускаю бота…'
	@$(PY) -m bot demo

run: setup
	$(PY) -m bot run

test: setup
	$(PY) -m pytest -n logical --maxprocesses 4

lint: setup
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

bench: setup
	$(PY) -m benchmarks.bench

checker: setup
	$(PY) -m benchmarks.checker --mistakes

kill-test: setup
	$(PY) -m proofs.kill_test $(N)

monkeys: setup
	$(PY) -m proofs.monkeys $(N)

pictures: setup
	PYTHONPATH=.:tests $(PY) docs/take_pictures.py

restore-drill: setup
	$(PY) -m bot restore-drill

lock: setup
	$(PY) -m pip install --quiet pip-tools
	$(PY) -m piptools compile --quiet --upgrade --generate-hashes --strip-extras --no-annotate --no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --allow-unsafe --output-file requirements.lock pyproject.toml
	$(PY) -m piptools compile --quiet --upgrade --generate-hashes --strip-extras --no-annotate --no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --allow-unsafe --extra dev --output-file requirements-dev.lock pyproject.toml
