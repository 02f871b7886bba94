"""Which commands there are, in the order of `skaryna --help`."""

import typer

from skaryna.cli import keys, new, newsroom, publish, read, rescue, run, serve, user, verify


def register(app: typer.Typer) -> None:
    """Add every command to the application, once."""
    if app.registered_commands:
        return
    for command in (
        new.new,
        rescue.rescue,
        newsroom.newsroom,
        publish.publish,
        serve.serve,
        run.run,
        run.press,
        verify.verify,
        read.read,
    ):
        app.command()(command)
    app.add_typer(keys.app, name="keys")
    app.add_typer(user.app, name="user")
