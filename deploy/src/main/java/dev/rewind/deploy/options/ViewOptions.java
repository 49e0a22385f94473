package dev.rewind.deploy.options;

import dev.rewind.model.transform.Views;
import dev.rewind.model.transform.WindowSampling.Starts;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How often a recording is looked at before it is labelled. */
public final class ViewOptions {
    @Option(
            names = "--views",
            paramLabel = "KxM",
            description = "Sum the scores of K clips spread over each recording, cut out at M places, 1 or 3, as"
                    + " published networks are tested (Rev-MViT: 5x1); one stretched clip when not given.")
    private String views;

    @Option(
            names = "--view-starts",
            paramLabel = "HOW",
            defaultValue = "parts",
            description = "Clips of --views begin each with its share, 'parts', as Rev-MViT's do, or reach both 'ends',"
                    + " as MViT's (default: ${DEFAULT-VALUE}).")
    private Starts starts;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** The views, if any were asked for. */
    public Optional<Views> views() {
        return Usage.of(command, () -> Optional.ofNullable(views).map(form -> Views.parse(form, starts)));
    }
}
