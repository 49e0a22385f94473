package dev.rewind.ingest.decode;

import java.util.regex.Pattern;

/** Keeps passwords and tokens of URLs out of logs and topics. */
public final class Credentials {
    private static final Pattern USER = Pattern.compile("(?<=^[a-zA-Z][a-zA-Z0-9+.-]{0,20}://)[^/?#]*@");
    private static final Pattern QUERY = Pattern.compile("(?<=^[a-zA-Z][a-zA-Z0-9+.-]{0,20}://[^?]{0,2000}\\?).*$");

    private Credentials() {}

    /** The same text without the user, password and query of a URL; a path stays as it is. */
    public static String hidden(String source) {
        return QUERY.matcher(USER.matcher(source).replaceFirst("***@")).replaceFirst("***");
    }
}
