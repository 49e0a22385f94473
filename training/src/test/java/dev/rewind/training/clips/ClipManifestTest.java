package dev.rewind.training.clips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClipManifestTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void makeVideos() throws IOException {
        Files.createDirectory(folder.resolve("videos"));
        Files.write(folder.resolve("videos/a.mp4"), new byte[1]);
        Files.write(folder.resolve("videos/b, c.mp4"), new byte[1]);
    }

    @Test
    void readsColumnsInAnyOrderAndIgnoresOthers() throws IOException {
        ClipManifest manifest = read("camera,fold,split,label,group,path\n"
                + "north,3,train,wave,ann,videos/a.mp4\n"
                + "south,,test,jump,, \"videos/b, c.mp4\" \n");

        assertThat(manifest.where(entry -> true))
                .extracting(
                        entry -> folder.relativize(entry.path()).toString(),
                        ClipManifest.Entry::label,
                        ClipManifest.Entry::split,
                        entry -> entry.group().orElse("none"),
                        entry -> entry.fold().orElse(-1))
                .containsExactly(
                        tuple("videos/a.mp4", "wave", "train", "ann", 3),
                        tuple("videos/b, c.mp4", "jump", "test", "none", -1));
    }

    @Test
    void needsNeitherGroupNorFold() throws IOException {
        ClipManifest manifest = read("path,label,split\nvideos/a.mp4,wave,train\n\nvideos/a.mp4,wave,val\n");

        List<ClipManifest.Entry> held = manifest.where(entry -> entry.split().equals("val"));
        assertThat(held).hasSize(1);
        assertThat(held.get(0).group()).isEmpty();
        assertThat(held.get(0).fold()).isEmpty();
    }

    @Test
    void readsFilesThatSpreadsheetsBeginWithAByteOrderMark() throws IOException {
        assertThat(read("\uFEFFpath,label,split\r\nvideos/a.mp4,wave,train\r\n").where(entry -> true))
                .hasSize(1);
    }

    @Test
    void saysThatThereIsNoManifest() {
        assertThatThrownBy(() -> ClipManifest.read(folder.resolve("none.csv")))
                .isInstanceOf(ManifestException.class)
                .hasMessageContainingAll("none.csv", "there is no such file", "path,label,split");
    }

    @Test
    void saysWhichColumnIsMissing() {
        refuses("path,class,split\nvideos/a.mp4,wave,train\n", "line 1", "no column 'label'", "[path, class, split]");
    }

    @Test
    void saysWhichCellIsEmpty() {
        refuses("path,label,split\nvideos/a.mp4,wave,train\nvideos/a.mp4, ,train\n", "line 3 has no label", "fill");
    }

    @Test
    void saysWhichVideoIsMissing() {
        refuses(
                "path,label,split\nvideos/gone.mp4,wave,train\n",
                "line 2",
                folder.resolve("videos/gone.mp4").toString(),
                "relative to the manifest's folder");
    }

    @Test
    void saysWhichRowIsRagged() {
        refuses("path,label,split\nvideos/b, c.mp4,wave,train\n", "line 2 has 4 cells instead of 3", "double quotes");
    }

    @Test
    void takesMinusOneForNoFold() throws IOException {
        ClipManifest manifest = read("path,label,split,fold\nvideos/a.mp4,wave,train,-1\nvideos/a.mp4,wave,train,3\n");

        assertThat(manifest.where(entry -> true))
                .extracting(entry -> entry.fold().orElse(null))
                .containsExactly(null, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"two", "-2", "1.5", "99999999999"})
    void saysWhichFoldIsNoNumber(String fold) {
        refuses(
                "path,label,split,fold\nvideos/a.mp4,wave,train," + fold + "\n",
                "line 2 has the fold '" + fold + "'",
                "number folds 0, 1, 2");
    }

    @Test
    void countsLinesAndNotRows() {
        refuses(
                "path,label,split\n\n\"videos/a.mp4\",\"a label\nof two lines\",train\n\nvideos/a.mp4,,train\n",
                "line 6 has no label");
    }

    @Test
    void saysThatNothingIsListed() {
        refuses("path,label,split\n", "lists no clips", "add a line");
        refuses("", "line 1 has no column 'path'");
    }

    @Test
    void saysThatItCannotBeRead() {
        refuses("path,label,split\nvideos/a.mp4,\"wave,train\n", "cannot be read", "CSV file in UTF-8");
        refuses("path,label,split,path\n", "cannot be read", "path");
        assertThatThrownBy(() -> ClipManifest.read(Files.write(
                        folder.resolve("latin.csv"),
                        "path,label,split\nä,ö,ü\n".getBytes(StandardCharsets.ISO_8859_1))))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void groupsByAnotherColumnAndNeedsNoSplitWhereNothingIsTrained() throws IOException {
        Path list = Files.writeString(
                folder.resolve("sessions.csv"), "path,label,session,group\nvideos/a.mp4,wave,s07,ann\n");

        assertThat(ClipManifest.readUnsplit(list, Optional.of("session")).where(entry -> true))
                .extracting(entry -> entry.group().orElseThrow(), ClipManifest.Entry::split)
                .containsExactly(tuple("s07", ""));
        assertThat(ClipManifest.readUnsplit(list, Optional.empty()).where(entry -> true))
                .extracting(entry -> entry.group().orElseThrow())
                .containsExactly("ann");
        assertThatThrownBy(() -> ClipManifest.readUnsplit(list, Optional.of("subject")))
                .isInstanceOf(ManifestException.class)
                .hasMessageContainingAll("no column 'subject'", "at least path,label,subject");
        assertThatThrownBy(() -> ClipManifest.read(list)).hasMessageContaining("no column 'split'");
    }

    private ClipManifest read(String text) throws IOException {
        return ClipManifest.read(Files.writeString(folder.resolve("clips.csv"), text));
    }

    private void refuses(String text, String... parts) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(ManifestException.class)
                .hasMessageStartingWith("the manifest " + folder.resolve("clips.csv") + ": ")
                .hasMessageContainingAll(parts)
                .satisfies(failure -> assertThat(failure.getMessage()).containsOnlyOnce("the manifest " + folder));
    }
}
