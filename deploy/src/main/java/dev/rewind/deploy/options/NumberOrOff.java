package dev.rewind.deploy.options;

import java.util.OptionalDouble;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number, or the word {@code off}. */
final class NumberOrOff implements ITypeConverter<OptionalDouble> {
    @Override
    public OptionalDouble convert(String text) {
        if (text.equals("off")) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            throw new TypeConversionException("it takes a number, or off, but was given '" + text + "'");
        }
    }
}
