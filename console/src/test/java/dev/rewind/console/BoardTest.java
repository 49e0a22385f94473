package dev.rewind.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.topics.Label;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BoardTest {
    private final Board board = new Board();

    @Test
    void keepsTheLastHundredLabelsOfAStream() {
        for (int i = 0; i < 150; i++) {
            board.add(Scene.label("door", "action " + i, 0.5));
        }

        assertThat(board.labels("door", 100))
                .hasSize(100)
                .extracting(label -> label.top().get(0).label())
                .startsWith("action 149", "action 148")
                .endsWith("action 50");
        assertThat(board.streams().get(0).labels()).isEqualTo(150);
        assertThat(board.streams().get(0).actions())
                .hasSize(48)
                .extracting(Label.Score::label)
                .endsWith("action 148", "action 149");
    }

    @Test
    void dropsTheStreamNotHeardOfForLongest() {
        for (int i = 0; i < Board.STREAMS; i++) {
            board.add(Scene.label("stream " + i, "walk", 0.5));
        }
        board.add(Scene.label("stream 0", "walk", 0.5));
        board.add(Scene.label("one more", "walk", 0.5));

        assertThat(board.streams())
                .hasSize(Board.STREAMS)
                .extracting(StreamStatus::stream)
                .contains("stream 0", "one more")
                .doesNotContain("stream 1");
    }

    @Test
    void keepsTheNewestLabelsOfAllStreams() {
        for (int i = 0; i < Board.RECENT_LABELS + 20; i++) {
            board.add(Scene.label("stream " + i, "walk", 0.5));
        }

        assertThat(board.labels(Board.RECENT_LABELS)).hasSize(Board.RECENT_LABELS);
    }

    @Test
    void tellsAFollowerEachChangeBehindItsSnapshotUntilItLeaves() {
        List<Change> heard = new ArrayList<>();
        board.add(Scene.label("door", "walk", 0.5));
        Runnable leave = board.follow(heard::add);
        board.add(Scene.label("door", "run", 0.5));
        leave.run();
        board.add(Scene.label("door", "bow", 0.5));

        assertThat(heard).extracting(Change::event).containsExactly("snapshot", "label");
        assertThat(((Change.Labelled) heard.get(1)).label().top().get(0).label())
                .isEqualTo("run");
        assertThat(board.followers()).isZero();
    }
}
