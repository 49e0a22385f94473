package dev.rewind.ingest.decode;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps passwords and tokens of URLs, and lines that a file's name forges, out of logs and topics. */
public final class Credentials {
    private static final Pattern ADDRESS = Pattern.compile("(?s)([a-zA-Z][a-zA-Z0-9+.-]*://)(.*)");

    private Credentials() {}

    /**
     * A source as logs and topics may show it: without the user, password and query of a URL, and on one line. A path stays
     * as it is.
     */
    public static String hidden(String source) {
        Matcher address = ADDRESS.matcher(source);
        String shown = address.matches() ? address.group(1) + hiddenAfterScheme(address.group(2)) : source;
        return shown.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "?");
    }

    /** People forget to escape passwords, so that nothing before the last @ is shown, whatever it looks like. */
    private static String hiddenAfterScheme(String text) {
        int at = text.lastIndexOf('@');
        int query = text.indexOf('?');
        if (query >= 0 && query < at) {
            return "***"; // a password with a question mark, or a query with an @
        }
        String user = at >= 0 ? "***@" : "";
        return query >= 0 ? user + text.substring(at + 1, query) + "?***" : user + text.substring(at + 1);
    }
}
