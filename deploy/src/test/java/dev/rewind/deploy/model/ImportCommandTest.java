package dev.rewind.deploy.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.rewind.deploy.failure.FailureReport;
import dev.rewind.model.ActionModel;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.ModelManifest;
import dev.rewind.model.checkpoint.Sha256;
import dev.rewind.model.checkpoint.published.PublishedCheckpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(60)
final class ImportCommandTest {
    private static final String FILE = "REV_TINY.pyth";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path directory;

    private Path file;
    private Path classes;

    @BeforeEach
    void writeFiles() throws IOException {
        file = TinyCheckpoint.writeTo(directory.resolve(FILE));
        classes = Files.writeString(
                directory.resolve("classes.txt"),
                IntStream.range(0, 400).mapToObj(i -> "class " + i).collect(Collectors.joining("\n")));
    }

    @Test
    void writesAModelThatLabels() throws IOException {
        int code = run(path(FILE), "--drop", "cls_token", "--classes", classes.toString(), "--out", path("model"));

        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        String hash = Sha256.of(file);
        assertThat(out.toString().lines())
                .containsExactly(
                        file + ": SHA-256 " + hash + "; pin it with --sha256",
                        "wrote " + path("model") + ", version REV_TINY-" + hash.substring(0, 8)
                                + ": imported, 25,744 weights, 400 classes, without cls_token",
                        "next: rewind up --model " + path("model") + " --source VIDEO");
        try (ActionModel model = ActionModel.load(directory.resolve("model"))) {
            assertThat(model.probabilities(
                                    List.of(new byte[model.manifest().clip().bytes()]))
                            .get(0))
                    .hasSize(400)
                    .containsOnly(1 / 400f);
            assertThat(model.manifest().classes()).startsWith("class 0").endsWith("class 399");
        }
    }

    @Test
    void namesTheModelAndChecksTheFileAsAsked() throws IOException {
        int code = run(
                path(FILE),
                "--drop",
                "cls_token",
                "--classes",
                classes.toString(),
                "--out",
                path("model"),
                "--name",
                "mine-1",
                "--sha256",
                Sha256.of(file).toUpperCase(Locale.ROOT));

        assertThat(code).isZero();
        assertThat(out.toString()).contains(", as wanted").doesNotContain("pin it");
        assertThat(new ModelFolder(directory.resolve("model")).manifest().version())
                .isEqualTo("mine-1");
    }

    @Test
    void fetchesThePublishedFileOnce() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] content = Files.readAllBytes(file);
        server.createContext("/REV_WEB.pyth", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, content.length);
                exchange.getResponseBody().write(content);
            }
        });
        server.start();
        int port = server.getAddress().getPort();
        try {
            assertThat(runPublished(port, "--out", path("models/first"))).isZero();
        } finally {
            server.stop(0);
        }
        assertThat(err.toString())
                .startsWith("fetching http://127.0.0.1:" + port + "/REV_WEB.pyth")
                .contains("0 of 0 MB");
        assertThat(directory.resolve("models/REV_WEB.pyth")).hasBinaryContent(content);
        ModelManifest manifest = new ModelFolder(directory.resolve("models/first")).manifest();
        assertThat(manifest.classes()).hasSize(400).startsWith("abseiling", "air drumming");

        assertThat(runPublished(port, "--out", path("models/second"))).isZero();
        assertThat(err.toString()).contains("taking " + path("models/REV_WEB.pyth") + ", which is there already");
    }

    @Test
    void saysWhatToDoWhereThereIsNoInternet() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        assertThat(runPublished(port, "--out", path("model"))).isEqualTo(1);

        assertThat(err.toString().lines())
                .last()
                .asString()
                .isEqualTo("rewind: cannot fetch http://127.0.0.1:" + port
                        + "/REV_WEB.pyth: no connection to 127.0.0.1; is there internet?; get it on a machine that can,"
                        + " copy it to " + path("REV_WEB.pyth") + ", and run this command again");
        assertThat(directory.resolve("model")).doesNotExist();
    }

    @Test
    void readsNothingOfAFileOfAnotherHash() {
        assertFails(
                1,
                "the SHA-256 of " + file + " is ",
                " instead of " + "0".repeat(64) + "; it is another file",
                path(FILE),
                "--sha256",
                "0".repeat(64));
        assertFails(2, "'abc' is no SHA-256", "64 hexadecimal digits", path(FILE), "--sha256", "abc");
    }

    @Test
    void looksAtNothingButTheHashOfAFileThatWasCarriedHere() throws IOException {
        Files.writeString(directory.resolve("REV_WEB.pyth"), "not what was published");

        assertThat(runPublished(1, "--out", path("model"), "--sha256", "0".repeat(64)))
                .isEqualTo(1);

        assertThat(err.toString()).contains("the SHA-256 of " + path("REV_WEB.pyth") + " is ");
    }

    @Test
    void saysWhatDoesNotFit() {
        assertFails(1, "extra [cls_token [1, 1, 8]]", "add --drop cls_token", path(FILE));
        assertFails(1, "what its 400 classes are called", "--classes FILE", path(FILE), "--drop", "cls_token");
    }

    @Test
    void saysWhatIsNoFile() {
        assertFails(1, "there is no file " + path("none.pyth"), "or one of kinetics400 to fetch it", path("none.pyth"));
        assertFails(1, directory + " is a folder", "give the checkpoint in it", directory.toString());
        assertFails(1, "cannot read the weights " + classes, "", classes.toString());
        assertFails(1, "cannot read the classes in " + path("none.txt"), "", path(FILE), "--classes", path("none.txt"));
        assertFails(2, "there is no preset 'rev'", "choose one of", path(FILE), "--preset", "rev");
    }

    @Test
    void fetchesNothingWhereItCouldNotWrite() throws IOException {
        Files.createDirectories(directory.resolve("model"));
        Files.writeString(directory.resolve("model/manifest.json"), "{}");

        assertThat(runPublished(1, "--out", path("model"))).isEqualTo(1);

        assertThat(err.toString())
                .isEqualTo(
                        "rewind: " + path("model") + " holds a model already; name another folder with --out, or delete"
                                + " that one first" + System.lineSeparator());
    }

    @Test
    void isACommandOfModels() {
        assertThat(new CommandLine(new ModelCommand()).getSubcommands()).containsKeys("import", "verify");
    }

    private void assertFails(int code, String problem, String advice, String... arguments) {
        err.getBuffer().setLength(0);
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--out";
        all[arguments.length + 1] = path("model");

        assertThat(run(all)).isEqualTo(code);

        assertThat(err.toString().lines()).hasSize(1).first().asString().contains(problem, advice);
        assertThat(directory.resolve("model")).doesNotExist();
    }

    private int runPublished(int port, String... arguments) {
        URI uri = URI.create("http://127.0.0.1:" + port + "/REV_WEB.pyth");
        ImportCommand command = new ImportCommand(name -> new PublishedCheckpoint(
                name, uri, "rev-mvit-tiny", Set.of("cls_token", "pos_embed_class"), Optional.empty()));
        String[] all = new String[arguments.length + 1];
        all[0] = "kinetics400";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return execute(command, all);
    }

    private int run(String... arguments) {
        return execute(new ImportCommand(), arguments);
    }

    private int execute(ImportCommand command, String... arguments) {
        FailureReport failures = new FailureReport(() -> false);
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures)
                .execute(arguments);
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }
}
