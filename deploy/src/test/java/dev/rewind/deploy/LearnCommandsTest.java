package dev.rewind.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rewind.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class LearnCommandsTest {
    @TempDir
    static Path directory;

    private static String data;

    @BeforeAll
    static void drawVideos() {
        CommandRun run = CommandRun.of("synthetic", "--clips", "2", "--seed", "5", "--out", path("drawn"));

        assertThat(run.code()).isZero();
        data = path("drawn/manifest.csv");
        assertThat(run.out()).containsExactly("wrote " + data);
    }

    @Test
    void trainsOnVideosAndEvaluatesWhatCameOut() throws IOException {
        CommandRun training = CommandRun.of("train", "--data", data, "--epochs", "2", "--out", path("model"));

        assertThat(training.code()).isZero();
        assertThat(training.out())
                .contains("training rev-mvit-small on 20 clips of 10 classes, 2 epochs, from pretrained")
                .anyMatch(line -> line.startsWith("[####################] epoch 2  loss "))
                .anyMatch(line -> line.startsWith("wrote " + path("model") + ", version model-"));

        JsonNode clip = new ObjectMapper()
                .readTree(directory.resolve("model/manifest.json").toFile())
                .get("clip");
        assertThat(clip.get("sampling").asText()).isEqualTo("PERIOD");
        // A clip is as long as the recordings, which show an action of 2 s at 30 frames a second.
        assertThat(Duration.parse(clip.get("period").asText()).multipliedBy(31))
                .isBetween(Duration.ofMillis(500), Duration.ofMillis(10000));

        CommandRun evaluation = CommandRun.of(
                "eval",
                "--model",
                path("model"),
                "--data",
                data,
                "--split",
                "train",
                "--json",
                "--picture",
                path("pictures/confusion.png"));

        assertThat(evaluation.code()).isZero();
        JsonNode json = new ObjectMapper().readTree(String.join("", evaluation.out()));
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("top1", "top5", "perClass", "clips", "model");
        assertThat(json.get("clips").asInt()).isEqualTo(20);
        assertThat(json.get("model").asText()).startsWith("model-");
        assertThat(json.get("perClass").size()).isEqualTo(10);
        assertThat(ImageIO.read(directory.resolve("pictures/confusion.png").toFile()))
                .isNotNull();
    }

    @Test
    void startsFromAnotherModelsNetwork() {
        String parent = TinyModel.writeTo(directory.resolve("parent")).toString();

        CommandRun run =
                CommandRun.of("train", "--data", data, "--from", parent, "--epochs", "1", "--out", path("child"));

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("training tiny on 20 clips of 10 classes, 1 epochs, from parent");
    }

    @Test
    void startsFromNothingWhereThatIsWantedOrNothingFits() {
        CommandRun wanted =
                CommandRun.of(words("train --data DATA --from none --epochs 1 --threads 1 --out " + path("fresh")));
        CommandRun unfit = CommandRun.of(
                words("train --data DATA --preset rev-mvit-tiny --epochs 1 --threads 1 --out " + path("unfit")));

        assertThat(wanted.out()).contains("training rev-mvit-tiny on 20 clips of 10 classes, 1 epochs, from nothing");
        assertThat(unfit.out()).contains("training rev-mvit-tiny on 20 clips of 10 classes, 1 epochs, from nothing");
    }

    @Test
    void drawsTheRepertoireForPreTraining() throws IOException {
        CommandRun run = CommandRun.of(
                words("train --synthetic=repertoire --clips-per-epoch 2 --batch 2 --epochs 1 --threads 1 --out "
                        + path("repertoire")));

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("training rev-mvit-small on 2 clips of 94 classes, 1 epochs, from nothing");
        JsonNode manifest = new ObjectMapper()
                .readTree(directory.resolve("repertoire/manifest.json").toFile());
        assertThat(manifest.get("clip").get("sampling").asText()).isEqualToIgnoringCase("whole");
    }

    @Test
    void trainsAndEvaluatesEachFoldAsTheSingleCommandsDo() throws IOException {
        String parent = TinyModel.writeTo(directory.resolve("root")).toString();
        StringBuilder rows = new StringBuilder("path,label,split,fold\n");
        List<String> actions = List.of("walk", "box", "squat");
        for (String action : actions) {
            rows.append(String.format("drawn/%s/0000.mp4,%s,train,0%n", action, action));
            rows.append(String.format("drawn/%s/0001.mp4,%s,test,4%n", action, action));
        }
        rows.append("drawn/run/0000.mp4,run,extra,-1\n");
        Files.writeString(directory.resolve("folds.csv"), rows);
        String how = " --data " + path("folds.csv") + " --from " + parent + " --epochs 3 --batch 2 --threads 1";

        CommandRun folds = CommandRun.of(
                words("eval --folds --json --picture " + path("folds.png") + " --out " + path("kept") + how));
        CommandRun.of(words("train --split train,test --fold 4 --out " + path("held") + how));
        CommandRun single = CommandRun.of(words("eval --json --split test --fold 4 --picture " + path("one.png")
                + " --model " + path("held") + " --data " + path("folds.csv")));

        assertThat(folds.code()).isZero();
        JsonNode json = new ObjectMapper().readTree(String.join("", folds.out()));
        assertThat(json.fieldNames()).toIterable().containsExactly("mean", "std", "folds");
        assertThat(json.get("folds").findValuesAsText("fold")).containsExactly("0", "4");
        assertThat(json.get("folds").findValuesAsText("clips")).containsExactly("3", "3");
        JsonNode alone = new ObjectMapper().readTree(String.join("", single.out()));
        assertThat(json.get("folds").get(1).get("top1").asDouble())
                .isEqualTo(alone.get("top1").asDouble());
        assertThat(weights("kept/fold-4")).isEqualTo(weights("held"));
        assertThat(ImageIO.read(directory.resolve("folds.png").toFile())).isNotNull();
    }

    @Test
    void goesOnFromACheckpointWithTheSameOptions() {
        String parent = TinyModel.writeTo(directory.resolve("resumable")).toString();
        String line =
                "train --data DATA --from " + parent + " --batch 20 --checkpoint-every 1epoch --out " + path("cut");
        CommandRun broken = CommandRun.of(words(line + " --learning-rate 1e30")); // no second step can be taken

        assertThat(broken.code()).isNotZero();
        assertThat(broken.err()).anyMatch(text -> text.contains("diverged"));
        assertThat(directory.resolve("cut")).doesNotExist();
        assertThat(directory.resolve("cut.checkpoint/checkpoint.json")).exists();

        CommandRun other = CommandRun.of(words(line + " --resume"));

        assertThat(other.code()).isNotZero();
        assertThat(other.err()).anyMatch(text -> text.contains("optimization.schedule.peak was 1.0E30 and is 0.001"));
        assertThat(CommandRun.of(words(line)).err()).anyMatch(text -> text.contains("unfinished training"));
    }

    @Test
    void sumsTheScoresOfSeveralViews() throws IOException {
        String model = TinyModel.writeTo(directory.resolve("viewed")).toString();
        String labelled = Files.writeString(
                        directory.resolve("labelled.csv"),
                        "path,label,split\ndrawn/walk/0000.mp4,walk,test\ndrawn/walk/0001.mp4,run,test\n")
                .toString();

        CommandRun figures = CommandRun.of(
                "eval",
                "--model",
                model,
                "--data",
                labelled,
                "--views",
                "3x3",
                "--view-starts",
                "ends",
                "--json",
                "--picture",
                path("views.png"));
        CommandRun lines = CommandRun.of(
                "eval", "--model", model, "--data", labelled, "--views", "2x1", "--picture", path("views.png"));

        assertThat(figures.code()).isZero();
        JsonNode json = new ObjectMapper().readTree(String.join("", figures.out()));
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("top1", "top5", "perClass", "clips", "model", "views", "viewStarts");
        assertThat(json.get("clips").asInt()).isEqualTo(2);
        assertThat(json.get("views").asText()).isEqualTo("3x3");
        assertThat(json.get("viewStarts").asText()).isEqualTo("ends");
        assertThat(json.get("top5").asDouble()).isEqualTo(1);
        assertThat(lines.out()).contains("tiny-1 on 2 clips, 2x1 views of each");
    }

    @Test
    void trainsByThePublishedRecipe() throws IOException {
        String parent = TinyModel.writeTo(directory.resolve("plain")).toString();

        CommandRun run = CommandRun.of(
                "train",
                "--data",
                data,
                "--from",
                parent,
                "--recipe",
                "kinetics",
                "--optimizer-in-walk",
                "--epochs",
                "1",
                "--out",
                path("published"));

        assertThat(run.code()).isZero();
        JsonNode manifest = new ObjectMapper()
                .readTree(directory.resolve("published/manifest.json").toFile());
        assertThat(manifest.get("clip").get("sampling").asText()).isEqualToIgnoringCase("period");
    }

    @Test
    void trainsWithinSoMuchMemoryAsWithThePassesItPicks() throws IOException {
        String parent = TinyModel.writeTo(directory.resolve("frugal")).toString();
        String line = "train --data DATA --from " + parent + " --epochs 1 --threads 1 --device cpu --out ";

        CommandRun frugal = CommandRun.of(words(line + path("within") + " --memory 16.8MiB"));
        CommandRun explicit = CommandRun.of(words(line + path("passes") + " --batch 4 --accumulate 4"));

        assertThat(frugal.code()).isZero();
        assertThat(explicit.code()).isZero();
        assertThat(frugal.out()).contains("4 clips a pass, 4 passes a step: about 16.7 MiB of 16.8 MiB");
        assertThat(weights("within")).isEqualTo(weights("passes"));
    }

    private static byte[] weights(String model) throws IOException {
        return Files.readAllBytes(new ModelFolder(directory.resolve(model)).weightsFile());
    }

    static Stream<Arguments> mistakes() throws IOException {
        Path broken = Files.createDirectories(directory.resolve("broken"));
        Files.writeString(broken.resolve("notes.mp4"), "this is no video");
        Files.writeString(broken.resolve("text.csv"), "path,label,split\nnotes.mp4,walk,train\n");
        Files.writeString(broken.resolve("gone.csv"), "path,label,split\nnowhere.mp4,walk,train\n");
        Files.writeString(broken.resolve("other.csv"), "path,label,split\n../drawn/walk/0000.mp4,juggle,test\n");
        Files.writeString(broken.resolve("lonely.csv"), "path,label,split,fold\n../drawn/walk/0000.mp4,walk,test,3\n");
        String model = TinyModel.writeTo(directory.resolve("tiny")).toString();
        return Stream.of(
                Arguments.of("train --data nowhere.csv --out x", "nowhere.csv"),
                Arguments.of("train --data " + broken.resolve("gone.csv") + " --out x", "nowhere.mp4"),
                Arguments.of("train --data " + broken.resolve("text.csv") + " --out x", "notes.mp4"),
                Arguments.of("train --data DATA --split nights --out x", "nights"),
                Arguments.of("train --data DATA --fold 3 --split test --preset rev-mvit-huge --out x", "rev-mvit-huge"),
                Arguments.of("train --data DATA --batch 0 --out x", "batch"),
                Arguments.of("train --data DATA --out x --checkpoint-every night", "such as 10min or 5epochs"),
                Arguments.of("train --data DATA --out x --resume", "leave out --resume"),
                Arguments.of("train --data DATA --out x --optimizer-in-walk", "--clip-norm off"),
                Arguments.of("train --data DATA --out x --clip-norm none", "a number, or off"),
                Arguments.of("train --data DATA --out x --mode ordinary --streams fixed", "are of the reversible mode"),
                Arguments.of("train --data DATA --out x --preset mvit-tiny --streams fixed", "leave out --slice"),
                Arguments.of("train --data DATA --out x --slice 0", "slice was 0"),
                Arguments.of("train --data DATA --out x --memory 8", "4GiB or 512MiB"),
                Arguments.of("train --data DATA --out x --memory 1MiB", "a single clip takes about "),
                Arguments.of("train --data DATA --out x --memory 1GiB --accumulate 1", "leave out --accumulate"),
                Arguments.of("train --data DATA --out x --memory 1GiB --mode ordinary", "nothing is counted"),
                Arguments.of("train --data DATA --out x --memory 1GiB --preset mvit-tiny", "nothing is counted"),
                Arguments.of("train --synthetic --out x --memory 1GiB --device gpu", "not yet for GPUs"),
                Arguments.of("training --model " + model + " --memory 1MiB", "a single clip takes about "),
                Arguments.of("train --data DATA --recipe secret --out x", "secret"),
                Arguments.of("train --data DATA --synthetic --out x", "--synthetic"),
                Arguments.of(
                        "train --out x",
                        "Missing required argument (specify one of these): (-d=FILE | --synthetic[=WHAT])"),
                Arguments.of("eval --model " + model + " --data " + broken.resolve("other.csv"), "juggle"),
                Arguments.of("eval --model " + model + " --data DATA --views 5x2", "such as 5x1"),
                Arguments.of("eval --model " + model + " --data DATA --folds", "leave out --model"),
                Arguments.of("eval --folds --data " + broken.resolve("lonely.csv"), "at least two folds"),
                Arguments.of("eval --data DATA --epochs 3", "--folds"),
                Arguments.of("train --synthetic=dances --out x", "dances"),
                Arguments.of("eval --model " + directory.resolve("none") + " --data DATA", "manifest.json"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void saysInOneLineWhatIsWrong(String line, String named) {
        CommandRun run = CommandRun.of(words(line));

        assertThat(run.code()).isNotZero();
        assertThat(run.err().stream().filter(text -> text.startsWith("rewind: ")))
                .singleElement()
                .asString()
                .contains(named)
                .doesNotContain("unexpected");
        assertThat(run.err()).noneMatch(text -> text.startsWith("\tat "));
    }

    private static String[] words(String line) {
        return line.replace("DATA", data).split(" ");
    }

    private static String path(String relative) {
        return directory.resolve(relative).toString();
    }
}
