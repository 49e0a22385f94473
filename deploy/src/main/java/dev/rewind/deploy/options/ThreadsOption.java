package dev.rewind.deploy.options;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How many threads one operation may use. */
public final class ThreadsOption {
    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = Reader.class,
            description = "Threads of one operation (default: one for each core).")
    private Integer threads;

    /** What the user chose, or one for each core. */
    public int threads() {
        return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    }

    /** Refuses a number below 1 while the command line is read. */
    static final class Reader implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String number) {
            if (!number.matches("[1-9]\\d{0,5}")) {
                throw new TypeConversionException("it takes a number of at least 1, but was given '" + number + "'");
            }
            return Integer.valueOf(number);
        }
    }
}
