package dev.rewind.model.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassListTest {
    @TempDir
    Path directory;

    @Test
    void readsANameFromEachLine() throws IOException {
        assertThat(ClassList.read(written("open door\r\n  sit down \nstand up\n\n")))
                .containsExactly("open door", "sit down", "stand up");
    }

    @Test
    void refusesNamesThatAreMissingOrComeTwice() throws IOException {
        assertRefused("a\n\nb\n", "line 2 of ", " is empty");
        assertRefused("a\nb\na\n", "'a' stands in lines 1 and 3 of ", "the names of classes must differ");
    }

    @Test
    void refusesWhatIsNoText() throws IOException {
        Path file = directory.resolve("classes.txt");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});

        assertThatThrownBy(() -> ClassList.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file + " is no UTF-8 text; give one class name a line");
    }

    private void assertRefused(String text, String... problem) throws IOException {
        Path file = written(text);
        assertThatThrownBy(() -> ClassList.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(problem);
    }

    private Path written(String text) throws IOException {
        return Files.writeString(directory.resolve("classes.txt"), text);
    }
}
