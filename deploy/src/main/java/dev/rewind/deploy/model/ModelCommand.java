package dev.rewind.deploy.model;

import picocli.CommandLine.Command;

/** What can be done with models apart from running them. */
@Command(
        name = "model",
        description = "Check models and networks.",
        subcommands = {VerifyCommand.class},
        footer = {
            "  rewind model verify golden/          every case in or below a folder, on this machine",
            "  rewind model verify --help           all options of a command, with examples"
        })
public final class ModelCommand {}
