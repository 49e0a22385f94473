package dev.rewind.deploy.models;

import picocli.CommandLine.Command;

/** The models of a cluster. */
@Command(
        name = "models",
        description = {
            "See the models that training published, and overrule it: it promotes and rolls back by itself.",
            "Inference follows: it takes a model over between two batches, or says on 'progress' why it does not."
        },
        subcommands = {
            ListCommand.class,
            ShowCommand.class,
            DiffCommand.class,
            PromoteCommand.class,
            RollbackCommand.class,
            RemoveCommand.class,
            ExportCommand.class
        },
        footer = {
            "  rewind models ls                                 the live one first",
            "  rewind models show VERSION                       what was measured of it, and why it stands where it does",
            "  rewind models rollback                           brings back the one before the live one",
            "  rewind models promote --help                     all options of a command, with examples"
        })
public final class ModelsCommand {}
