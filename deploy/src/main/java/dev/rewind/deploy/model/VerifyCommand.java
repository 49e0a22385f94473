package dev.rewind.deploy.model;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rewind.deploy.learn.HaltOnExit;
import dev.rewind.deploy.options.ComputeOptions;
import dev.rewind.deploy.options.ThreadsOption;
import dev.rewind.deploy.options.Usage;
import dev.rewind.model.Compute;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.network.Backpropagation.Mode;
import dev.rewind.model.verify.CaseReport;
import dev.rewind.model.verify.Verification;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Whether the networks give on this machine what the published code gave. */
@Command(
        name = "verify",
        description = {
            "Compare the networks on this machine with the figures that the published code gave.",
            "Those are golden cases: weights, an input, and what came of them. A line for each case shows the largest",
            "error beside its tolerance, of the stem, the layers, the head, the logits, the loss and the gradients.",
            "Ends with 1 where a case fails."
        },
        footer = {
            "  rewind model verify golden/small                      every case in or below a folder",
            "  rewind model verify golden/small --kernels plain      the same with the reference kernels",
            "  rewind model verify golden/full --device gpu --json   for programs"
        })
final class VerifyCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "DIR",
            description = "Folders with cases in or below them: each a config.json or case.json with its tensors.")
    private List<Path> folders;

    @Mixin
    private ComputeOptions compute;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "reversible",
            description = "How the gradients of reversible networks are computed: 'reversible', as they train, or"
                    + " 'ordinary' (default: ${DEFAULT-VALUE}). Those of others always the ordinary way.")
    private Mode mode;

    @Mixin
    private ThreadsOption threads;

    @Option(
            names = "--json",
            description =
                    "Print JSON: cases, with the name, passed, worst and parts of each, and how they were computed.")
    private boolean json;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        Compute chosen = compute.compute();
        List<Path> cases = Usage.of(command, () -> Verification.cases(folders));
        Torch.useThreads(threads.threads());
        PrintWriter print = command.commandLine().getOut();
        long start = System.nanoTime();
        List<CaseReport> reports = new ArrayList<>();
        CaseLines lines = CaseLines.of(cases);
        if (!json) {
            print.println(lines.heading());
        }
        try (HaltOnExit halt = new HaltOnExit()) {
            Verification verification = new Verification(chosen.manager(), chosen.kernels(), mode);
            for (Path folder : cases) {
                CaseReport report = verification.run(folder);
                reports.add(report);
                if (!json) {
                    print.println(lines.of(report));
                    print.flush();
                }
            }
        }
        long failed = reports.stream().filter(report -> !report.passed()).count();
        print.println(json ? asJson(chosen, cases, reports) : summary(chosen, reports.size(), failed, start));
        print.flush();
        return failed == 0 ? 0 : 1;
    }

    private static String summary(Compute compute, int cases, long failed, long start) {
        return String.format(
                Locale.ROOT,
                "%d of %d cases passed%s; %s kernels, %s, on %s, PyTorch %s, %d s",
                cases - failed,
                cases,
                failed == 0 ? "" : ", " + failed + " FAILED",
                lower(compute.kind()),
                lower(compute.dtype()),
                Torch.nameOf(compute.manager().getDevice()),
                Torch.version(),
                Duration.ofNanos(System.nanoTime() - start).toSeconds());
    }

    private static String asJson(Compute compute, List<Path> folders, List<CaseReport> reports) {
        ObjectNode all = new JsonMapper().createObjectNode();
        all.put("device", Torch.nameOf(compute.manager().getDevice()))
                .put("kernels", lower(compute.kind()))
                .put("dtype", lower(compute.dtype()))
                .put("engine", "PyTorch " + Torch.version());
        for (int i = 0; i < reports.size(); i++) {
            CaseJson.write(all.withArray("cases").addObject(), folders.get(i), reports.get(i));
        }
        return all.toString();
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
