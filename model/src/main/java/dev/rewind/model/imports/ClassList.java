package dev.rewind.model.imports;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A file of class names: one a line, in the order of a network's outputs. */
public final class ClassList {
    private ClassList() {}

    /**
     * Reads the names. Empty lines at the end are passed over.
     *
     * @throws IllegalArgumentException if the file is no UTF-8 text, or a name is missing or comes twice
     * @throws IOException if it cannot be read
     */
    public static List<String> read(Path file) throws IOException {
        List<String> names = new ArrayList<>();
        try {
            Files.readString(file).stripTrailing().lines().map(String::strip).forEach(names::add);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + " is no UTF-8 text; give one class name a line", e);
        }
        Map<String, Integer> lines = new HashMap<>();
        for (int line = 1; line <= names.size(); line++) {
            String name = names.get(line - 1);
            if (name.isEmpty()) {
                throw new IllegalArgumentException(
                        "line " + line + " of " + file + " is empty; give one class name a line");
            }
            Integer before = lines.put(name, line);
            if (before != null) {
                throw new IllegalArgumentException("'" + name + "' stands in lines " + before + " and " + line + " of "
                        + file + "; the names of classes must differ");
            }
        }
        return names;
    }
}
