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
    private static final Pattern NAMED = Pattern.compile("([A-Za-z0-9._-]{1,100})=(.+)");
    private static final Pattern CAMERA = Pattern.compile("/dev/(video\\d+)");
    private static final Pattern ADDRESS = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+)://.*");
    private static final Set<String> SCHEMES = Set.of("rtsp", "rtsps", "http", "https");

    private final Set<String> taken = new HashSet<>();

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
        return List.copyOf(sources);
    }

    /** A file whose name has an equals sign is a file all the same. */
    private static Matcher split(String text) {
        return NAMED.matcher(isThere(text) ? "" : text);
    }

    private Source source(String id, String text) {
        Matcher camera = CAMERA.matcher(text);
        if (camera.matches()) {
            return new Camera(idOr(id, camera.group(1)), text);
        }
        Matcher address = ADDRESS.matcher(text);
        if (address.matches()) {
            return new VideoAddress(idOr(id, host(text, address.group(1))), text);
        }
        Path path = path(text);
        return Files.isDirectory(path)
                ? new VideoFolder(idOr(id, path.getFileName().toString()), path)
                : new VideoFile(idOr(id, path.getFileName().toString().replaceFirst("(?<=.)\\.[^.]*$", "")), path);
    }

    private static String host(String url, String scheme) {
        if (!SCHEMES.contains(scheme.toLowerCase(Locale.ROOT))) {
            throw new SourceException("the source '" + Credentials.hidden(url) + "' begins with " + scheme
                    + "://; give a file, a folder, /dev/videoN, or an address with "
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
            throw new SourceException("the source '" + text + "' is not a path: " + e.getReason(), e);
        }
        throw new SourceException(
                "the source '" + text + "' names nothing; give a file, a folder, an address or /dev/videoN");
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
