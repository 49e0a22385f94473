package dev.rewind.deploy.sources;

import dev.rewind.ingest.source.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A source as a person names it on the command line.
 *
 * @param stream its id, chosen or made up
 * @param url what workers are to open: paths are absolute, since workers have folders of their own
 */
record NamedSource(String stream, String url) {
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

    /**
     * Reads {@code [ID=]VIDEO} as {@code rewind up --source} does.
     *
     * @throws dev.rewind.ingest.decode.SourceException if one is no source, or an id is given twice
     */
    static List<NamedSource> parse(List<String> texts) {
        List<Source> sources = Source.parse(texts);
        List<NamedSource> named = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String stream = sources.get(i).stream();
            named.add(new NamedSource(stream, url(withoutId(texts.get(i), stream))));
        }
        return named;
    }

    /** What workers are to open. */
    static String url(String video) {
        return SCHEME.matcher(video).matches()
                ? video
                : Path.of(video).toAbsolutePath().normalize().toString();
    }

    /** A file whose name has an equals sign is a file all the same. */
    private static String withoutId(String text, String stream) {
        boolean named = text.startsWith(stream + "=") && !(isPath(text) && Files.exists(Path.of(text)));
        return named ? text.substring(stream.length() + 1) : text;
    }

    private static boolean isPath(String text) {
        return !SCHEME.matcher(text).matches();
    }
}
