"""`python -m actions`: serves the custom actions on their own, for a bot whose `BPO_BOT_ACTIONS_URL` names `/webhook` here.

Rasa's own server lets one slow action hold up all others, listens to everybody, and repeats a failed call in its answer.
"""

import argparse
import logging
import sys

from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException
from sanic import Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, json

from actions.runner import Runner
from bot.command import DONE, run
from bot.journal import set_up
from bot.settings import Settings

logger = logging.getLogger("bot.actions")


def main() -> int:
    """Serve until Ctrl-C or SIGTERM."""
    parser = argparse.ArgumentParser(prog="python -m actions", description="Serves the custom actions on their own.")
    parser.add_argument("--host", default="127.0.0.1", help="where to listen (default: this machine only)")
    parser.add_argument("--port", type=int, default=5055)
    arguments = parser.parse_args()
    return run(lambda: serve(arguments.host, arguments.port))


def serve(host: str, port: int) -> int:
    """Serve at an address."""
    settings = Settings.from_environment()
    set_up(settings.log_level, settings.log_format)
    app = build_app(Runner(settings.action_threads))
    logger.info("Serving the actions at http://%s:%s/webhook", host, port)
    app.run(host=host, port=port, workers=1, access_log=False, debug=False)
    return DONE


def build_app(runner: Runner) -> Sanic:
    """The application, in Rasa's protocol of action servers."""
    app = Sanic("bpo-bot-actions", configure_logging=False)

    @app.get("/health")
    async def alive(_: Request) -> HTTPResponse:
        return json({"status": "ok"})

    @app.post("/webhook")
    async def run(request: Request) -> HTTPResponse:
        try:
            return json(await runner.run(request.json))
        except ActionExecutionRejection as rejection:
            return json({"error": rejection.message, "action_name": rejection.action_name}, 400)
        except ActionNotFoundException as unknown:
            return json({"error": unknown.message, "action_name": unknown.action_name}, 404)
        except SanicException:
            raise
        except Exception as error:
            logger.exception("an action failed")
            return json({"error": type(error).__name__}, 500)

    @app.listener("after_server_stop")
    async def stop(_app: Sanic, _loop: object) -> None:
        runner.close()

    return app


if __name__ == "__main__":
    sys.exit(main())
