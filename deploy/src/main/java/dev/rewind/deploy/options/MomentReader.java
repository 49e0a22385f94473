package dev.rewind.deploy.options;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads moments: {@code 2026-11-21T10:15:00Z}, {@code now}, or how long ago, such as {@code -10min}. */
public final class MomentReader implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
        try {
            if (text.equals("now")) {
                return Instant.now();
            }
            return text.startsWith("-")
                    ? Instant.now().minus(new TimeReader().convert(text.substring(1)))
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException | TypeConversionException e) {
            throw new TypeConversionException(
                    "it takes such as 2026-11-21T10:15:00Z, now, or -10min for ten minutes ago, but was given '" + text
                            + "'");
        }
    }
}
