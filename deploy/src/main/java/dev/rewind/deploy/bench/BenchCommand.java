package dev.rewind.deploy.bench;

import picocli.CommandLine.Command;

/** What networks, videos and labelling take of this machine. */
@Command(
        name = "bench",
        description = "Measure what networks, videos and labelling take of this machine: time and memory.",
        subcommands = {
            ForwardCommand.class,
            StepCommand.class,
            MemoryCommand.class,
            IngestCommand.class,
            PipelineCommand.class
        },
        footer = {
            "  rewind bench forward                 the full-size Rev-MViT-B, both kernels side by side",
            "  rewind bench step                    what a step of training takes, in memory and time",
            "  rewind bench memory                  how that memory grows, as a chart",
            "  rewind bench ingest                  how fast videos become records, beside ffmpeg",
            "  rewind bench pipeline                what the way from frames to labels adds to the model",
            "  rewind bench forward --help          all options of a command, with examples"
        })
public final class BenchCommand {}
