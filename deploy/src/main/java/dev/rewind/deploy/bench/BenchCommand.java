package dev.rewind.deploy.bench;

import picocli.CommandLine.Command;

/** How fast this machine is. */
@Command(
        name = "bench",
        description = "Measure how fast networks are on this machine.",
        subcommands = {ForwardCommand.class},
        footer = {
            "  rewind bench forward                 the full-size Rev-MViT-B, both kernels side by side",
            "  rewind bench forward --help          all options of a command, with examples"
        })
public final class BenchCommand {}
