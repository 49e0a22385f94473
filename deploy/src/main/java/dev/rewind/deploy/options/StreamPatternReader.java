package dev.rewind.deploy.options;

import dev.rewind.inference.clips.StreamPattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads which streams are meant, such as {@code cam-*}. */
public final class StreamPatternReader implements ITypeConverter<StreamPattern> {
    @Override
    public StreamPattern convert(String text) {
        try {
            return new StreamPattern(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
