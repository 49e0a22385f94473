package dev.rewind.deploy.dlq;

import picocli.CommandLine.Command;

/** The dead letters of a cluster. */
@Command(
        name = "dlq",
        description = {
            "See what could not be read (the topic 'dead-letters'), and put it back once what was wrong is mended.",
            "Inference sends records of 'frames' there, training clips, ingest videos and records of a topic it plays;",
            "each with its reason, and nothing stops for it. They are kept for a week."
        },
        subcommands = {ListCommand.class, ShowCommand.class, RedriveCommand.class},
        footer = {
            "  rewind dlq ls                               the newest, with id and reason",
            "  rewind dlq show 2:17 --out door.jpg         one of them, and its bytes to a file",
            "  rewind dlq redrive 2:17                     back to where it came from",
            "  rewind dlq redrive --help                   all options of a command, with examples"
        })
public final class DlqCommand {}
