package dev.rewind.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rewind.ingest.synthetic.SyntheticAction;
import dev.rewind.ingest.synthetic.SyntheticVideos;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeCommandTest {
    @TempDir
    private Path folder;

    @Test
    void tellsProgramsWhatAVideoIs() throws IOException {
        CommandRun run = CommandRun.of("probe", "--json", video().toString());

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        JsonNode json = new JsonMapper().readTree(run.out().get(0));
        assertThat(json.get("ok").asBoolean()).isTrue();
        assertThat(json.get("reason").isNull()).isTrue();
        assertThat(json.get("container").asText()).contains("webm");
        assertThat(json.get("codec").asText()).isEqualTo("vp9");
        assertThat(json.get("width").asInt())
                .isPositive()
                .isGreaterThan(json.get("height").asInt());
        assertThat(json.get("rotation").isInt()).isTrue();
        assertThat(json.get("frames").asInt()).isGreaterThan(10);
        assertThat(json.has("expectedFrames")).isTrue();
        assertThat(json.get("duration").asDouble()).isGreaterThan(0.9);
        assertThat(json.get("damaged").asBoolean()).isFalse();
    }

    @Test
    void probesPicturesThatMakeAVideo() throws IOException {
        for (int i = 0; i < 3; i++) {
            ImageIO.write(
                    new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB),
                    "png",
                    folder.resolve("shot-" + i + ".png").toFile());
        }

        CommandRun run = CommandRun.of("probe", folder + "/shot-%d.png", "--json");

        assertThat(run.code()).isZero();
        JsonNode json = new JsonMapper().readTree(run.out().get(0));
        assertThat(json.get("codec").asText()).isEqualTo("png");
        assertThat(json.get("frames").asInt()).isEqualTo(3);
    }

    @Test
    void holdsAVideoToTheLimitsThatAreGiven() throws IOException {
        CommandRun run = CommandRun.of("probe", video().toString(), "--max-pixels", "16x16", "--json");

        assertThat(run.code()).isEqualTo(1);
        assertThat(new JsonMapper().readTree(run.out().get(0)).get("reason").asText())
                .contains("more than the 256 allowed", "--max-pixels");
    }

    @Test
    void tellsPeopleHowMuchOfADamagedVideoCanBePlayed() throws IOException {
        byte[] bytes = Files.readAllBytes(video());
        Path cut = Files.write(folder.resolve("cut.webm"), Arrays.copyOf(bytes, bytes.length / 2));

        CommandRun run = CommandRun.of("probe", cut.toString());

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .anyMatch(line -> line.matches("codec +vp9"))
                .anyMatch(line -> line.matches("frames +\\d+ of \\d+"))
                .anyMatch(line -> line.matches("damage +the video declares .* cut off or damaged"));
    }

    @Test
    void endsWithOneWhereAVideoCannotBePlayed() throws IOException {
        Path text = Files.writeString(folder.resolve("letter.mp4"), "Dear reader");

        CommandRun words = CommandRun.of("probe", text.toString());
        CommandRun json = CommandRun.of("probe", "--json", "http://me:secret@127.0.0.1:1/film?token=hush");

        assertThat(words.code()).isEqualTo(1);
        assertThat(words.out()).singleElement().asString().contains("refused", "letter.mp4 is not a video");
        assertThat(json.code()).isEqualTo(1);
        assertThat(json.out())
                .singleElement()
                .asString()
                .contains("\"ok\":false", "***@127.0.0.1", "\"codec\":null", "\"frames\":0")
                .doesNotContain("secret", "hush");
    }

    private Path video() throws IOException {
        return SyntheticVideos.write(
                folder.resolve("act.webm"),
                SyntheticAction.values()[0],
                1,
                Duration.ofSeconds(1),
                SyntheticVideos.Format.VP9_WEBM);
    }
}
