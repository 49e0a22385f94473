package dev.rewind.model.transform;

/**
 * A rectangle of a frame.
 *
 * @param top first row
 * @param left first column
 * @param height in pixels
 * @param width in pixels
 */
public record Box(int top, int left, int height, int width) {
    public Box {
        if (top < 0 || left < 0 || height < 0 || width < 0) {
            throw new IllegalArgumentException("a box lies inside its frame, but was " + width + " x " + height
                    + " pixels at column " + left + ", row " + top);
        }
    }

    /**
     * One of several squares spread along the longer side of a frame, in the middle of the shorter one. One alone, and
     * the one in the middle, are centred, to the right and below where half a pixel is over.
     *
     * @param side of the square, in pixels
     * @param index 0 for the leftmost, or topmost, square
     * @param count 1 or 3
     * @throws IllegalArgumentException if the frame is smaller than the square
     */
    public static Box along(FrameShape frame, int side, int index, int count) {
        int rows = frame.height() - side;
        int columns = frame.width() - side;
        if (rows < 0 || columns < 0) {
            throw new IllegalArgumentException("a square of " + side + " pixels cannot be cut from a frame of "
                    + frame.width() + " x " + frame.height());
        }
        int place = count == 1 ? 1 : index; // 0 begin, 1 middle, 2 end
        return rows > columns
                ? new Box((place * rows + 1) / 2, (columns + 1) / 2, side, side)
                : new Box((rows + 1) / 2, (place * columns + 1) / 2, side, side);
    }

    /**
     * Copies the box of one frame.
     *
     * @param rgb packed RGB of a frame of that shape
     * @param target receives height x width x 3 bytes from targetOffset on
     */
    public void copy(byte[] rgb, FrameShape frame, byte[] target, int targetOffset) {
        int row = 3 * width;
        for (int y = 0; y < height; y++) {
            System.arraycopy(rgb, 3 * ((top + y) * frame.width() + left), target, targetOffset + y * row, row);
        }
    }
}
