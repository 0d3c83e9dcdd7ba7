"""`lexo ipc`: the models of this machine for a program that starts it."""


def ipc() -> None:
    """Answer lines of JSON on standard input: ping, embed, generate, chat, models, unload. No server, no library."""
    from lexo.ipc.pipes import take_standard

    pipes = take_standard()  # before anything that might print is brought in
    from lexo import guard, log
    from lexo.cli.library import settings_in_force
    from lexo.cli.output import say
    from lexo.errors import sentence
    from lexo.inference.host import ModelHost
    from lexo.ipc.process import run
    from lexo.wiring import endpoint_of, limits_of

    settings = settings_in_force()
    log.configure(settings.log_level, settings.log_format)
    endpoint, problems = endpoint_of(settings.text_url, settings.text_model, settings.remote_key)
    for problem in problems:
        say(f"lexo: {sentence(problem.code, problem.details)}")
    guard.install((endpoint.target,) if endpoint else ())
    other = None
    if endpoint is not None:
        from lexo.inference.remote import RemoteModel

        other = RemoteModel(endpoint)
    run(pipes, ModelHost(settings.models, limits_of(settings)), other)
