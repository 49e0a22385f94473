package dev.rewind.ingest.source;

import dev.rewind.ingest.decode.Credentials;
import dev.rewind.ingest.decode.SourceException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the sources of one command line, whose stream ids must not collide. */
final class SourceParser {
    private static final Pattern NAMED = Pattern.compile("(?s)([A-Za-z0-9._-]{1,100})=(.+)");
    private static final Pattern CAMERA = Pattern.compile("/dev/(video\\d+)");
    private static final Pattern ADDRESS = Pattern.compile("(?s)([A-Za-z][A-Za-z0-9+.-]+)://.*");
    private static final Set<String> SCHEMES = Set.of("rtsp", "rtsps", "rtmp", "rtmps", "srt", "http", "https");
    /** What somebody meant as an address; taken for a file, it would be shown with its password. */
    private static final Pattern NEARLY_ADDRESS = Pattern.compile("(?is)(rtsps?|rtmps?|srt|https?):.*");

    private static final Pattern TOPIC = Pattern.compile("kafka:([A-Za-z0-9._-]{1,249})");
    private static final Pattern NUMBER = Pattern.compile("%\\d*d");

    private final boolean watch;
    private final Set<String> taken = new HashSet<>();

    /** @param watch whether folders and patterns go on with files that come later */
    SourceParser(boolean watch) {
        this.watch = watch;
    }

    List<Source> parse(List<String> texts) {
        List<Matcher> named = texts.stream().map(SourceParser::split).toList();
        // Ids that were chosen go first, so that none that is made up takes one of them.
        for (Matcher text : named) {
            if (text.matches() && !taken.add(text.group(1))) {
                throw new SourceException("two sources are named '" + text.group(1) + "'; give each its own id");
            }
        }
        List<Source> sources = new ArrayList<>();
        for (int i = 0; i < named.size(); i++) {
            Matcher text = named.get(i);
            sources.add(text.matches() ? source(text.group(1), text.group(2)) : source(null, texts.get(i)));
        }
        if (sources.stream().filter(StandardInput.class::isInstance).count() > 1) {
            throw new SourceException("'-' is given twice, but there is one standard input; give it once");
        }
        return List.copyOf(sources);
    }

    /** A file whose name has an equals sign is a file all the same. */
    private static Matcher split(String text) {
        return NAMED.matcher(isThere(text) ? "" : text);
    }

    /**
     * Reads one source.
     *
     * @param id of its stream; null makes one up
     */
    Source source(String id, String text) {
        Matcher address = ADDRESS.matcher(text);
        if (address.matches()) {
            return new VideoAddress(idOr(id, host(text, address.group(1))), text);
        }
        if (isThere(text)) {
            return onDisk(id, text);
        }
        if (text.equals("-")) {
            return new StandardInput(idOr(id, "stdin"));
        }
        Matcher topic = TOPIC.matcher(text);
        if (topic.matches()) {
            return new KafkaTopic(idOr(id, topic.group(1)), topic.group(1));
        }
        Matcher nearly = NEARLY_ADDRESS.matcher(text);
        if (nearly.matches()) {
            throw new SourceException("the source '" + nearly.group(1)
                    + ":...' is neither a file nor an address; write " + nearly.group(1) + "://host:port/path");
        }
        return onDisk(id, text);
    }

    private Source onDisk(String id, String text) {
        Matcher camera = CAMERA.matcher(text);
        if (camera.matches()) {
            return new Camera(idOr(id, camera.group(1)), text);
        }
        if (!isThere(text) && VideoGlob.isPattern(text)) {
            VideoGlob glob = VideoGlob.of("", text, watch);
            return new VideoGlob(idOr(id, lastName(glob.folder())), glob.folder(), glob.pattern(), watch);
        }
        Path path = path(text);
        String name = path.getFileName().toString();
        if (!isThere(text) && PictureSequence.isPattern(name)) {
            String plain = NUMBER.matcher(stem(name)).replaceAll("").replaceAll("[-_.]+$", "");
            return new PictureSequence(idOr(id, plain.isEmpty() ? lastName(path.getParent()) : plain), path);
        }
        if (!Files.isDirectory(path)) {
            return new VideoFile(idOr(id, stem(name)), path);
        }
        return !watch && VideoFolder.holdsPictures(path)
                ? new PictureSequence(idOr(id, name), path)
                : new VideoFolder(idOr(id, name), path, watch);
    }

    private static String stem(String name) {
        return name.replaceFirst("(?<=.)\\.[^.]*$", "");
    }

    private static String lastName(Path folder) {
        return folder.getFileName() == null ? "videos" : folder.getFileName().toString();
    }

    private static String host(String url, String scheme) {
        if (!SCHEMES.contains(scheme.toLowerCase(Locale.ROOT))) {
            throw new SourceException("the source '" + Credentials.hidden(url) + "' begins with " + scheme
                    + "://; give a file, a folder, /dev/videoN, kafka:TOPIC, - or an address with "
                    + String.join(", ", SCHEMES.stream().sorted().toList()));
        }
        try {
            String host = new URI(url).getHost();
            if (host != null) {
                return host;
            }
        } catch (URISyntaxException e) {
            // Its message would repeat the password; what follows says enough.
        }
        throw new SourceException("the source '" + Credentials.hidden(url)
                + "' is not an address; write scheme://host:port/path, with special characters as %XX");
    }

    private static Path path(String text) {
        try {
            Path path = Path.of(text).toAbsolutePath().normalize();
            if (!text.isBlank() && path.getFileName() != null) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw new SourceException(
                    "the source '" + Credentials.hidden(text) + "' is not a path: " + e.getReason(), e);
        }
        throw new SourceException("the source '" + Credentials.hidden(text)
                + "' names nothing; give a file, a folder, an address or /dev/videoN");
    }

    private static boolean isThere(String text) {
        try {
            return Files.exists(Path.of(text));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private String idOr(String given, String name) {
        if (given != null) {
            return given;
        }
        String id = name.replaceAll("[^\\p{L}\\p{N}._-]+", "-");
        String unique = id;
        for (int i = 2; !taken.add(unique); i++) {
            unique = id + "-" + i;
        }
        return unique;
    }
}
