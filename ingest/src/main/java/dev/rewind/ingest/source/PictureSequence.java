package dev.rewind.ingest.source;

import dev.rewind.ingest.decode.Credentials;
import dev.rewind.ingest.decode.LocalFile;
import dev.rewind.ingest.decode.OpenSettings;
import dev.rewind.ingest.decode.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Pictures of one kind that make a video: those of a folder by name, or the numbered ones that a name with {@code %d} or
 * {@code %04d} stands for, by number. Numbers may be missing.
 */
public record PictureSequence(String stream, Path path) implements Videos {
    /** What names end with, and the kind of picture that it stands for. */
    private static final Map<String, String> KINDS =
            Map.of("jpg", "JPEG", "jpeg", "JPEG", "png", "PNG", "bmp", "BMP", "webp", "WebP");

    private static final Pattern NUMBER = Pattern.compile("%(?:0(\\d))?d");

    /** Whether a name stands for numbered pictures. */
    static boolean isPattern(String name) {
        return NUMBER.matcher(name).find() && kind(Path.of(name)).isPresent();
    }

    static boolean isPicture(Path file) {
        return kind(file).isPresent();
    }

    @Override
    public String redacted() {
        return Credentials.hidden(path.toString());
    }

    @Override
    public List<Input> inputs() {
        return List.of(new Input() {
            @Override
            public String redacted() {
                return PictureSequence.this.redacted();
            }

            @Override
            public Feed open(OpenSettings settings) {
                Deque<Path> left = new ArrayDeque<>(pictures());
                return SocketFeed.of(() -> next(left, settings), redacted());
            }
        });
    }

    private static Optional<InputStream> next(Deque<Path> left, OpenSettings settings) throws IOException {
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of(Files.newInputStream(LocalFile.real(left.remove().toString(), settings)));
    }

    /**
     * The pictures in order.
     *
     * @throws SourceException if there is none, or they are of several kinds
     */
    List<Path> pictures() {
        List<Path> pictures = Files.isDirectory(path) ? all() : numbered();
        if (pictures.isEmpty()) {
            throw new SourceException("there are no pictures " + redacted()
                    + "; give a folder of JPEG, PNG, BMP or WebP files, or a name such as shot-%04d.jpg");
        }
        TreeSet<String> kinds =
                pictures.stream().map(file -> kind(file).orElseThrow()).collect(Collectors.toCollection(TreeSet::new));
        if (kinds.size() > 1) {
            throw new SourceException("the pictures " + redacted() + " are of several kinds, " + kinds
                    + "; put those of one kind into a folder of their own");
        }
        return pictures;
    }

    private List<Path> all() {
        return list(path).stream().filter(PictureSequence::isPicture).sorted().toList();
    }

    private List<Path> numbered() {
        Path folder = path.toAbsolutePath().getParent();
        String name = path.getFileName().toString();
        Matcher number = NUMBER.matcher(name);
        if (folder == null || !number.find() || !Files.isDirectory(folder)) {
            return List.of();
        }
        String digits = number.group(1) == null ? "(\\d+)" : "(\\d{" + number.group(1) + ",})";
        Pattern names = Pattern.compile(Pattern.quote(name.substring(0, number.start()))
                + digits
                + Pattern.quote(name.substring(number.end())));
        return list(folder).stream()
                .filter(file -> names.matcher(name(file)).matches())
                .sorted(Comparator.comparing(file -> number(names, file)))
                .toList();
    }

    private static BigInteger number(Pattern names, Path file) {
        Matcher name = names.matcher(name(file));
        if (!name.matches()) {
            throw new IllegalArgumentException(file + " has no number");
        }
        return new BigInteger(name.group(1));
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new SourceException("the folder " + folder + " cannot be read: " + e + "; check its permissions", e);
        }
    }

    private static Optional<String> kind(Path file) {
        String name = name(file).toLowerCase(Locale.ROOT);
        return Optional.ofNullable(KINDS.get(name.substring(name.lastIndexOf('.') + 1)));
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
