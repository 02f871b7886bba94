"""Which commands there are, in the order of `skaryna --help`."""

import typer

from skaryna.cli import (
    approve,
    audit,
    backup,
    doctor,
    editions,
    export,
    keys,
    new,
    newsroom,
    publish,
    read,
    rescue,
    run,
    scan,
    serve,
    sources,
    user,
    verify,
)


def register(app: typer.Typer) -> None:
    """Add every command to the application, once."""
    if app.registered_commands:
        return
    rooms = (newsroom.newsroom, publish.publish, approve.approve, serve.serve, run.run, run.press)
    for command in (
        new.new,
        rescue.rescue,
        scan.scan,
        export.export,
        *rooms,
        verify.verify,
        read.read,
        backup.backup,
        backup.restore,
        doctor.doctor,
    ):
        app.command()(command)
    app.add_typer(editions.app, name="editions")
    app.add_typer(sources.app, name="sources")
    app.add_typer(keys.app, name="keys")
    app.add_typer(user.app, name="user")
    app.add_typer(audit.app, name="audit")
