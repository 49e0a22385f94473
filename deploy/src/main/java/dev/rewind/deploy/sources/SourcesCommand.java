package dev.rewind.deploy.sources;

import picocli.CommandLine.Command;

/** The sources of a cluster. */
@Command(
        name = "sources",
        description = {
            "Say which videos are played, and see how each stands, while everything runs. What is said lies on the topic",
            "'sources'; the workers ('rewind ingest' and 'rewind up') share the streams, and take over those of one that dies."
        },
        subcommands = {
            AddCommand.class,
            ListCommand.class,
            ShowCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            ChangeCommand.class,
            RemoveCommand.class
        },
        footer = {
            "  rewind sources add door=rtsp://camera.local/stream",
            "  rewind sources ls                                    running, waiting, paused, ended or failed, and why",
            "  rewind sources pause door",
            "  rewind sources change door --short-side 256",
            "  rewind sources add --help                            all options of a command, with examples"
        })
public final class SourcesCommand {}
