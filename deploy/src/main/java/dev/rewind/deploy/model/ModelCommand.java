package dev.rewind.deploy.model;

import picocli.CommandLine.Command;

/** What can be done with models apart from running them. */
@Command(
        name = "model",
        description = "Import published weights, and check networks.",
        subcommands = {ImportCommand.class, VerifyCommand.class},
        footer = {
            "  rewind model import kinetics400 --out kinetics    the published Rev-MViT-B of 400 actions",
            "  rewind model verify golden/                       every case in or below a folder, on this machine",
            "  rewind model verify --help                        all options of a command, with examples"
        })
public final class ModelCommand {}
