package dev.rewind.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MotionZoomTest {
    private static final int SIDE = 40;
    private static final int FRAMES = 12;
    private static final int VIEW = 20;
    private static final MotionZoom ZOOM = new MotionZoom(VIEW, VIEW);

    private final byte[] clip = new byte[FRAMES * SIDE * SIDE * 3];

    @Test
    void seesASmallMovingThingFromNear() {
        for (int frame = 0; frame < FRAMES; frame++) {
            light(frame, 20, 28, 30 + frame % 2, 33 + frame % 2);
        }

        byte[] zoomed = zoomed();

        // The least box is 16 pixels, shown on 20: rows 16 to 31, columns 24 to 39, for it does not leave the frame.
        assertThat(zoomed).hasSize(FRAMES * VIEW * VIEW * 3);
        for (int row = 0; row < VIEW; row++) {
            for (int column = 0; column < VIEW; column++) {
                double y = 16 + (row + 0.5) * 0.8;
                double x = 24 + (column + 0.5) * 0.8;
                if (y > 20.5 && y < 27.5 && x > 30.5 && x < 32.5) {
                    assertThat(level(zoomed, 0, row, column)).isEqualTo(255);
                } else if (y < 19.5 || y > 28.5 || x < 29.5 || x > 33.5) {
                    assertThat(level(zoomed, 0, row, column)).isZero();
                }
            }
        }
    }

    @Test
    void seesAllOfTheWayOfSomethingThatCrossesThePicture() {
        for (int frame = 0; frame < FRAMES; frame++) {
            light(frame, 4, 8, 3 * frame, 3 * frame + 4);
        }

        byte[] zoomed = zoomed();

        assertThat(litColumns(zoomed, 0)).as("at the left in the first frame").isBetween(1, VIEW / 4);
        assertThat(litColumns(zoomed, FRAMES - 1)).as("still there in the last").isBetween(1, VIEW / 4);
        assertThat(litRows(zoomed, 0))
                .as("four of forty rows, of which sixteen are seen")
                .isBetween(4, 6);
    }

    @Test
    void isNotMisledByTheNoiseOfACamera() {
        Random random = new Random(1);
        for (int i = 0; i < clip.length; i++) {
            clip[i] = (byte) (100 + Math.round(2 * random.nextGaussian()));
        }
        for (int frame = 0; frame < FRAMES; frame += 2) {
            light(frame, 20, 28, 30, 34);
        }

        byte[] zoomed = zoomed();

        assertThat(litRows(zoomed, 0)).as("eight of sixteen rows").isBetween(8, 12);
    }

    @Test
    void seesTheWholePictureWhereAllOfItMovesOrNothing() {
        byte[] still = zoomed();
        for (int frame = 0; frame < FRAMES; frame += 2) {
            for (int row = 0; row < SIDE; row += 4) {
                light(frame, row, row + 2, 0, SIDE);
                light(frame + 1, row + 2, row + 4, 0, SIDE);
            }
        }

        assertThat(still).containsOnly(0);
        assertThat(litRows(zoomed(), 0)).as("every other pair of rows").isEqualTo(VIEW / 2);
    }

    /** Of a single frame, in which nothing moves, the box is all. */
    @ParameterizedTest
    @CsvSource({"6, 9", "40, 40", "5, 64", "13, 3", "1, 1"})
    void weighsTheFourPixelsAroundEachPlace(int sourceHeight, int sourceWidth) {
        byte[] source = new byte[sourceHeight * sourceWidth * 3];
        new Random(sourceHeight).nextBytes(source);

        byte[] zoomed = ZOOM.of(source, sourceHeight, sourceWidth);

        for (int i = 0; i < zoomed.length; i++) {
            double y = inside((i / 3 / VIEW + 0.5) * sourceHeight / VIEW - 0.5, sourceHeight);
            double x = inside((i / 3 % VIEW + 0.5) * sourceWidth / VIEW - 0.5, sourceWidth);
            long sum = 0;
            for (int corner = 0; corner < 4; corner++) {
                int row = Math.min(sourceHeight - 1, (int) y + corner / 2);
                int column = Math.min(sourceWidth - 1, (int) x + corner % 2);
                long share = of256(y, corner / 2) * of256(x, corner % 2);
                sum += share * (source[(row * sourceWidth + column) * 3 + i % 3] & 0xFF);
            }
            assertThat(zoomed[i] & 0xFF).as("value %d", i).isEqualTo((int) ((sum + 32768) / 65536));
        }
    }

    private static double inside(double at, int size) {
        return Math.min(size - 1.0, Math.max(0, at));
    }

    /** The share of the nearer neighbour, 0, or of the farther, 1. */
    private static long of256(double at, int farther) {
        long share = Math.round(256 * (at - (int) at));
        return farther == 1 ? share : 256 - share;
    }

    @Test
    void refusesWhatHasNoWholeFrames() {
        assertThatThrownBy(() -> ZOOM.of(new byte[100], 4, 4)).hasMessage("a clip of 100 bytes has no frames of 4 x 4");
        assertThatThrownBy(() -> new MotionZoom(0, 4)).hasMessageContaining("0 x 4");
    }

    private void light(int frame, int top, int bottom, int left, int right) {
        for (int row = top; row < bottom; row++) {
            for (int i = left * 3; i < right * 3; i++) {
                clip[(frame * SIDE + row) * SIDE * 3 + i] = (byte) 255;
            }
        }
    }

    private byte[] zoomed() {
        return ZOOM.of(clip, SIDE, SIDE);
    }

    private static int level(byte[] zoomed, int frame, int row, int column) {
        return zoomed[((frame * VIEW + row) * VIEW + column) * 3] & 0xFF;
    }

    private static int litRows(byte[] zoomed, int frame) {
        int lit = 0;
        for (int row = 0; row < VIEW; row++) {
            boolean any = false;
            for (int column = 0; column < VIEW; column++) {
                any |= level(zoomed, frame, row, column) > 150;
            }
            lit += any ? 1 : 0;
        }
        return lit;
    }

    private static int litColumns(byte[] zoomed, int frame) {
        int lit = 0;
        for (int column = 0; column < VIEW; column++) {
            boolean any = false;
            for (int row = 0; row < VIEW; row++) {
                any |= level(zoomed, frame, row, column) > 150;
            }
            lit += any ? 1 : 0;
        }
        return lit;
    }
}
