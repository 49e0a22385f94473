package dev.rewind.topics;

/**
 * The name of a class as a person gives it: without blanks around it, on one line and not endless, so that every page,
 * table and file can show it.
 *
 * @param text such as waving
 */
public record ClassName(String text) {
    private static final int MOST_CHARS = 200;

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if there is none, or it is none
     */
    public ClassName {
        text = text == null ? "" : text.strip();
        if (text.isEmpty() || text.length() > MOST_CHARS) {
            throw new IllegalArgumentException(
                    "a class name has 1 to " + MOST_CHARS + " characters, but has " + text.length());
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a class name is one line without control characters, but was '"
                    + text.replaceAll("\\p{Cntrl}", "?") + "'");
        }
    }
}
