package dev.rewind.deploy.options;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;

/**
 * Which names are meant: {@code *} stands for anything, {@code ?} for one character.
 *
 * @param text as the user wrote it, such as {@code cam-*}
 */
public record NamePattern(String text) implements Predicate<String> {
    @Override
    public boolean test(String name) {
        StringBuilder regex = new StringBuilder();
        text.codePoints().forEach(each -> {
            switch (each) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(Character.toString(each)));
            }
        });
        return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(name).matches();
    }

    /** Any text is a pattern. */
    public static final class Reader implements ITypeConverter<NamePattern> {
        @Override
        public NamePattern convert(String text) {
            return new NamePattern(text);
        }
    }
}
