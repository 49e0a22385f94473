package dev.rewind.deploy.options;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Amounts of memory, as people write them. */
public final class Bytes {
    private static final double MEBIBYTE = 1 << 20;
    private static final Map<String, Long> UNITS = Map.of("MiB", 1L << 20, "GiB", 1L << 30);
    private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,3})?) ?(MiB|GiB)");

    private Bytes() {}

    /** In MiB; what is null was not measured. */
    public static String shown(Long bytes) {
        return bytes == null ? "not measured" : String.format(Locale.ROOT, "%.1f MiB", mebibytes(bytes));
    }

    public static double mebibytes(long bytes) {
        return bytes / MEBIBYTE;
    }

    /** Reads amounts such as {@code 4GiB} or {@code 512MiB}. */
    public static final class Reader implements ITypeConverter<Long> {
        @Override
        public Long convert(String amount) {
            Matcher matcher = AMOUNT.matcher(amount);
            if (!matcher.matches() || Double.parseDouble(matcher.group(1)) == 0) {
                throw new TypeConversionException(
                        "it takes an amount such as 4GiB or 512MiB, but was given '" + amount + "'");
            }
            return Math.round(Double.parseDouble(matcher.group(1)) * UNITS.get(matcher.group(2)));
        }
    }
}
