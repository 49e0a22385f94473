package dev.rewind.topics;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which frames of a partition of {@code frames} a clip is made of, in order. Labels carry them as a short text, with a
 * word for records that are alike:
 *
 * <ul>
 *   <li>{@code 120-121:0-7}: the frames 0 to 7 of the records at the offsets 120 and 121
 *   <li>{@code 120:0-6/3 121:1-7/3}: of each record every third frame
 *   <li>{@code 120-180/4:0}: the first frame of every fourth record
 * </ul>
 *
 * @param places at least one
 */
public record FramePlaces(List<Place> places) {
    /** Far more than any clip holds; a text from elsewhere must not fill the memory. */
    private static final long MOST = 4096;

    private static final String STEPS = "(\\d{1,18})(?:-(\\d{1,18})(?:/(\\d{1,18}))?)?";
    private static final Pattern WORD = Pattern.compile(STEPS + ":" + STEPS);
    private static final int OFFSETS = 1;
    private static final int FRAMES = 4;

    public FramePlaces {
        places = List.copyOf(places);
        if (places.isEmpty()) {
            throw new IllegalArgumentException("a clip has at least one frame, but was given none");
        }
    }

    /**
     * One frame.
     *
     * @param offset of the record that holds it
     * @param index within that record, from 0
     */
    public record Place(long offset, int index) {}

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException if it is anything else, or names more frames than any clip has
     */
    @JsonCreator
    public static FramePlaces parse(String text) {
        List<Place> places = new ArrayList<>();
        for (String word : text.split(" ", -1)) {
            Matcher parts = WORD.matcher(word);
            if (!parts.matches()) {
                throw new IllegalArgumentException("'" + word + "' of the frames '" + text
                        + "' names none; it takes OFFSETS:FRAMES, such as 120-121:0-7 or 120:0-6/3");
            }
            Steps offsets = Steps.of(parts, OFFSETS);
            Steps frames = Steps.of(parts, FRAMES);
            long more = Math.max(offsets.count(), frames.count());
            if (more > MOST || places.size() + offsets.count() * frames.count() > MOST || frames.last() > MOST) {
                throw new IllegalArgumentException("'" + word + "' of the frames '" + text + "' leads beyond the "
                        + MOST + " that a clip may have");
            }
            offsets.each(offset -> frames.each(index -> places.add(new Place(offset, (int) index))));
        }
        return new FramePlaces(places);
    }

    /** The short form. */
    @JsonValue
    public String text() {
        List<Word> records = new ArrayList<>();
        for (Place place : places) {
            Word last = records.isEmpty() ? null : records.get(records.size() - 1);
            if (last != null
                    && last.offsets().last() == place.offset()
                    && last.frames().leadTo(place.index())) {
                records.set(
                        records.size() - 1,
                        new Word(last.offsets(), last.frames().and(place.index())));
            } else {
                records.add(new Word(Steps.at(place.offset()), Steps.at(place.index())));
            }
        }
        List<Word> words = new ArrayList<>();
        for (Word record : records) {
            Word last = words.isEmpty() ? null : words.get(words.size() - 1);
            long offset = record.offsets().first();
            if (last != null
                    && last.frames().equals(record.frames())
                    && last.offsets().leadTo(offset)) {
                words.set(words.size() - 1, new Word(last.offsets().and(offset), last.frames()));
            } else {
                words.add(record);
            }
        }
        return words.stream().map(word -> word.offsets() + ":" + word.frames()).collect(Collectors.joining(" "));
    }

    @Override
    public String toString() {
        return text();
    }

    /** Records that are alike, and the frames taken of each. */
    private record Word(Steps offsets, Steps frames) {}

    /** Numbers at equal distances. */
    private record Steps(long first, long last, long step) {
        private static Steps at(long number) {
            return new Steps(number, number, 1);
        }

        private static Steps of(Matcher parts, int group) {
            long first = Long.parseLong(parts.group(group));
            long last = parts.group(group + 1) == null ? first : Long.parseLong(parts.group(group + 1));
            long step = parts.group(group + 2) == null ? 1 : Long.parseLong(parts.group(group + 2));
            if (last < first || step < 1) {
                throw new IllegalArgumentException(
                        "the frames '" + parts.group() + "' lead nowhere: numbers go up, in steps from 1 on");
            }
            return new Steps(first, last, step);
        }

        private long count() {
            return (last - first) / step + 1;
        }

        private boolean leadTo(long next) {
            return next > last && (first == last || next == last + step);
        }

        private Steps and(long next) {
            return new Steps(first, next, next - last);
        }

        private void each(LongConsumer take) {
            for (long number = first; number <= last; number += step) {
                take.accept(number);
            }
        }

        @Override
        public String toString() {
            if (first == last) {
                return Long.toString(first);
            }
            return first + "-" + last + (step == 1 ? "" : "/" + step);
        }
    }
}
