.DEFAULT_GOAL := help
.PHONY: help install run chat train test check validate format evaluate bench calibrate actions clean
py := .venv/bin/python
export RASA_TELEMETRY_ENABLED := false
rasa_flags := --config bot/config.yml --domain bot/domain

help: ## show this
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: .venv/installed ## set everything up (the others do it themselves)
.venv/installed: uv.lock pyproject.toml script/setup
	@script/setup

run: install ## serve the bot at http://localhost:5005, training first where needed
	@exec $(py) -m bot.server

chat: install ## talk to the bot in the terminal
	@$(py) -m bot.chat

train: install ## train the model; does nothing when nothing changed
	@$(py) -m bot.model.train

test: install ## run the whole test suite, file beside file; then what measures, by itself
	@$(py) -m bot.model.train
	@$(py) -m pytest --numprocesses=auto --maxprocesses=4 --dist=loadfile -m "not alone"
	@$(py) -m pytest -m alone

check: install ## format, lint, types, import contracts, data
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@$(py) -m mypy
	@.venv/bin/lint-imports
	@$(py) -m bot.faq check

validate: install ## Rasa's own checks of data and domain, after ours
	@$(py) -m bot.faq check
	@.venv/bin/rasa data validate $(rasa_flags) --data data

format: install ## format the code and mend what ruff can
	@.venv/bin/ruff format . && .venv/bin/ruff check --fix .

evaluate: install ## recognition report on the project's own held-out questions
	@$(py) -m bot.evaluate

bench: install ## performance beside stock Rasa in one run, into docs/benchmarks.md (20 minutes)
	@$(py) -m bot.model.train
	@$(py) -m bot.evaluate.bench --write docs

calibrate: install ## choose the recognition thresholds on data/calibration, into bot/config.yml
	@$(py) -m bot.recognition.calibrate

actions: install ## serve the custom actions on their own, at http://localhost:5055
	@$(py) -m actions

clean: ## remove what make made, the database excepted
	@rm -rf .venv .uv .cache .rasa models results
