package dev.rewind.ingest.child;

import dev.rewind.ingest.decode.SourceException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts decoder processes: the smallest Java that can decode. */
final class DecoderJvm {
    private static final List<String> OPTIONS = List.of(
            "-Xms8m",
            "-Xmx96m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-XX:-UsePerfData",
            "-XX:-CreateCoredumpOnCrash",
            // What a crash prints must not end up among the messages, nor in files that pile up.
            "-XX:+DisplayVMOutputToStderr",
            "-XX:+ErrorFileToStderr",
            // JavaCPP counts memory by its own rules; here the parent does.
            "-Dorg.bytedeco.javacpp.maxBytes=0",
            "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
            "-Dorg.bytedeco.javacpp.nopointergc=true");

    private DecoderJvm() {}

    static Process start() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(inherited());
        command.addAll(List.of("-cp", DecoderClassPath.text(), DecoderMain.class.getName()));
        try {
            return new ProcessBuilder(command)
                    .redirectInput(Redirect.PIPE)
                    .redirectOutput(Redirect.PIPE)
                    .redirectError(Redirect.PIPE)
                    .start();
        } catch (IOException e) {
            throw new SourceException(
                    "no process can be started to decode in: " + e.getMessage()
                            + "; see that memory and processes are left, or decode trusted files with --decode inline",
                    e);
        }
    }

    /** Where JavaCPP keeps or finds the libraries that it unpacks. */
    private static List<String> inherited() {
        return System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.equals("org.bytedeco.javacpp.cachedir")
                        || name.equals("org.bytedeco.javacpp.cacheLibraries"))
                .map(name -> "-D" + name + "=" + System.getProperty(name))
                .toList();
    }
}
