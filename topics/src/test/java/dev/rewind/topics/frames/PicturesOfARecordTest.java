package dev.rewind.topics.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.UnreadableRecordException;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Real JPEGs, whole and broken, through what finds and what decodes them. */
class PicturesOfARecordTest {
    @Test
    void shouldDecodeEachPictureAtItsOwnSize() {
        byte[] value = Jpegs.joined(Jpegs.plain(40, 24, Color.ORANGE), Jpegs.grey(100));

        List<Picture> pictures = decode(FrameHeaders.MOTION_JPEG, value);

        assertThat(pictures).extracting(Picture::width).containsExactly(40, 16);
        assertThat(pictures).extracting(Picture::height).containsExactly(24, 16);
        byte[] orange = pictures.get(0).rgb();
        assertThat(orange).hasSize(24 * 40 * 3);
        assertThat(orange[0] & 0xFF).isCloseTo(255, within(4));
        assertThat(orange[1] & 0xFF).isCloseTo(200, within(4));
        assertThat(orange[2] & 0xFF).isCloseTo(0, within(4));
        assertThat(pictures.get(1).rgb()).containsOnly(100);
    }

    @Test
    void shouldKeepTheBrightnessOfAGreyJpeg() {
        BufferedImage grey = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
        Arrays.fill(((java.awt.image.DataBufferByte) grey.getRaster().getDataBuffer()).getData(), (byte) 100);

        List<Picture> pictures = decode(FrameHeaders.JPEG, Jpegs.encoded(grey));

        assertThat(pictures.get(0).rgb()).containsOnly(100);
    }

    @Test
    void shouldGiveTheColoursThatAnyOtherReaderGives() throws IOException {
        BufferedImage image = new BufferedImage(33, 17, BufferedImage.TYPE_3BYTE_BGR);
        for (int i = 0; i < 33 * 17; i++) {
            image.setRGB(i % 33, i / 33, new Color(i % 33 * 7, i / 33 * 15, i % 5 * 50).getRGB());
        }
        byte[] jpeg = Jpegs.encoded(image);

        byte[] rgb = decode(FrameHeaders.JPEG, jpeg).get(0).rgb();

        BufferedImage read = ImageIO.read(new ByteArrayInputStream(jpeg));
        for (int i = 0; i < 33 * 17; i++) {
            Color colour = new Color(read.getRGB(i % 33, i / 33));
            assertThat(new Color(rgb[3 * i] & 0xFF, rgb[3 * i + 1] & 0xFF, rgb[3 * i + 2] & 0xFF))
                    .as("pixel %d", i)
                    .isEqualTo(colour);
        }
    }

    @Test
    void shouldRefuseWhatIsMeantForPrinting() {
        refuses(FrameHeaders.JPEG, Jpegs.ofFourInks(16, 16), "unusual colour model");
    }

    @Test
    void shouldIgnoreWhatACameraPutsBehindItsJpeg() {
        byte[] value = Jpegs.joined(Jpegs.grey(50), "SAMSUNG trailer".getBytes(StandardCharsets.UTF_8));

        assertThat(decode(FrameHeaders.JPEG, value)).hasSize(1);
    }

    @Test
    void shouldReadAContentTypeAsHttpDoes() {
        assertThat(decode("Image/JPEG; q=1", Jpegs.grey(50))).hasSize(1);
    }

    @Test
    void shouldRefuseGarbageBehindABundle() {
        byte[] value = Jpegs.joined(Jpegs.grey(50), new byte[] {1, 2, 3});

        refuses(FrameHeaders.MOTION_JPEG, value, "frame 1 is no JPEG");
    }

    @Test
    void shouldRefuseAJpegCutOffAnywhere() {
        byte[] whole = Jpegs.encoded(noise(64, 64));
        for (int length = 1; length < whole.length; length += 7) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> decode(FrameHeaders.JPEG, part)).isInstanceOf(UnreadableRecordException.class);
        }
    }

    @Test
    void shouldRefuseAJpegDamagedInTheMiddle() {
        byte[] damaged = Jpegs.encoded(noise(64, 64));
        // A restart marker where none belongs: the decoder would fill the rest with grey.
        damaged[damaged.length / 2] = (byte) 0xFF;
        damaged[damaged.length / 2 + 1] = (byte) 0xD3;

        refuses(FrameHeaders.JPEG, damaged, "damaged");
    }

    @Test
    void shouldSurviveHostileBytes() {
        byte[] whole = Jpegs.encoded(noise(32, 32));
        Random random = new Random(1);
        int refused = 0;
        for (int i = 0; i < 500; i++) {
            byte[] hostile = whole.clone();
            for (int n = 0; n < 5; n++) {
                hostile[random.nextInt(hostile.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(decode(FrameHeaders.JPEG, hostile)).hasSize(1);
            } catch (UnreadableRecordException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void shouldRefuseAnEnormousPictureBeforeDecodingIt() {
        byte[] bomb = Jpegs.grey(0);
        int frameHeader = indexOf(bomb, 0xC0);
        for (int i = 5; i <= 8; i++) {
            bomb[frameHeader + i - 1] = 0x7F;
        }

        refuses(FrameHeaders.JPEG, bomb, "32639x32639");
    }

    @Test
    void shouldRefuseMoreScansThanAnyPictureNeeds() {
        byte[] plain = Jpegs.grey(0);
        int scan = indexOf(plain, 0xDA) - 1;
        byte[] head = Arrays.copyOf(plain, scan);
        byte[] body = Arrays.copyOfRange(plain, scan, plain.length - 2);
        byte[][] parts = new byte[35][];
        Arrays.fill(parts, body);
        parts[0] = head;
        parts[34] = new byte[] {(byte) 0xFF, (byte) 0xD9};

        refuses(FrameHeaders.JPEG, Jpegs.joined(parts), "more than 32 scans");
    }

    @Test
    void shouldRefuseMoreFramesThanAnyBundleNeeds() {
        byte[][] parts = new byte[257][];
        Arrays.fill(parts, Jpegs.plain(8, 8, Color.BLACK));

        refuses(FrameHeaders.MOTION_JPEG, Jpegs.joined(parts), "more than 256 frames");
    }

    private static List<Picture> decode(String contentType, byte[] value) {
        return MotionJpeg.spans(contentType, value).stream()
                .map(span -> JpegDecoder.decode(value, span))
                .toList();
    }

    private static void refuses(String contentType, byte[] value, String reason) {
        assertThatThrownBy(() -> decode(contentType, value))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining(reason);
    }

    private static BufferedImage noise(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Random random = new Random(0);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt());
            }
        }
        return image;
    }

    private static int indexOf(byte[] jpeg, int marker) {
        for (int i = 1; i < jpeg.length; i++) {
            if ((jpeg[i - 1] & 0xFF) == 0xFF && (jpeg[i] & 0xFF) == marker) {
                return i;
            }
        }
        throw new IllegalArgumentException("no marker " + marker);
    }
}
