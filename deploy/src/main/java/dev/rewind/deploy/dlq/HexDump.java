package dev.rewind.deploy.dlq;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The beginning of some bytes, sixteen a line: where they lie, in hexadecimal, and as text. */
final class HexDump {
    private static final int A_LINE = 16;
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    private HexDump() {}

    /** @param most of the bytes that are shown */
    static List<String> of(byte[] bytes, int most) {
        List<String> lines = new ArrayList<>();
        int end = Math.min(most, bytes.length);
        for (int at = 0; at < end; at += A_LINE) {
            int to = Math.min(at + A_LINE, end);
            StringBuilder text = new StringBuilder();
            for (int i = at; i < to; i++) {
                text.append(bytes[i] >= ' ' && bytes[i] < 0x7f ? (char) bytes[i] : '.');
            }
            lines.add("%08x  %-47s  %s".formatted(at, HEX.formatHex(bytes, at, to), text));
        }
        return lines;
    }
}
