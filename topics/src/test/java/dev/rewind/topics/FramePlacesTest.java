package dev.rewind.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.topics.FramePlaces.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FramePlacesTest {
    @Test
    void putsRecordsThatAreAlikeIntoOneWord() {
        assertThat(places(120, 121, 8, 1).text()).isEqualTo("120-121:0-7");
        assertThat(new FramePlaces(LongStream.rangeClosed(0, 15)
                                .mapToObj(i -> new Place(120 + 4 * i, 0))
                                .toList())
                        .text())
                .isEqualTo("120-180/4:0");
        assertThat(new FramePlaces(List.of(
                                new Place(120, 0),
                                new Place(120, 3),
                                new Place(120, 6),
                                new Place(121, 1),
                                new Place(121, 4),
                                new Place(121, 7)))
                        .text())
                .isEqualTo("120:0-6/3 121:1-7/3");
        assertThat(new FramePlaces(List.of(new Place(7, 2), new Place(7, 2))).text())
                .isEqualTo("7:2 7:2");
    }

    @Test
    void readsWhateverItWrote() {
        Random random = new Random(7);
        for (int round = 0; round < 1000; round++) {
            List<Place> places = new ArrayList<>();
            long offset = random.nextInt(1000);
            int index = 0;
            for (int i = 0; i <= random.nextInt(32); i++) {
                places.add(new Place(offset, index));
                index += random.nextInt(4);
                if (index > 8) {
                    offset += 1 + random.nextInt(3);
                    index = random.nextInt(2);
                }
            }
            FramePlaces written = new FramePlaces(places);

            assertThat(FramePlaces.parse(written.text())).isEqualTo(written);
        }
    }

    @Test
    void saysWhichWordNamesNoFrames() {
        for (String wrong : List.of("", "120", "120:", "120:0 ", "a:0", "121-120:0", "120:0-7/0", "-1:0")) {
            assertThatThrownBy(() -> FramePlaces.parse(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + wrong.strip().replaceFirst(".* ", ""));
        }
    }

    @Test
    void refusesMoreFramesThanAClipHas() {
        for (String wrong : List.of("0-999999999999999999:0", "0-4095:0-1", "0:5000", "0-99999999:0-99999999")) {
            assertThatThrownBy(() -> FramePlaces.parse(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll(wrong, "4096");
        }
    }

    private static FramePlaces places(long from, long to, int frames, int step) {
        return new FramePlaces(LongStream.rangeClosed(from, to)
                .boxed()
                .flatMap(offset -> IntStream.range(0, frames).mapToObj(i -> new Place(offset, i * step)))
                .toList());
    }
}
