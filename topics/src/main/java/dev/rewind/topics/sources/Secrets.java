package dev.rewind.topics.sources;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds passwords in addresses: a topic is read by many, copied and kept. */
final class Secrets {
    private static final Pattern ADDRESS = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:.*", Pattern.DOTALL);
    private static final Pattern USER = Pattern.compile("^[a-zA-Z][a-zA-Z0-9+.-]*:/*[^/?#]*@");
    private static final Pattern PARAMETER = Pattern.compile(
            "[?&;]([^=&;]*(?:pass|pwd|token|secret|auth|credential|signature)[^=&;]*|[^=&;]*key|sig|pw)=",
            Pattern.CASE_INSENSITIVE);
    private static final String HINT = "; leave it out, and give it to the workers: rewind ingest --credentials FILE";

    private Secrets() {}

    /**
     * Checks an address.
     *
     * @throws IllegalArgumentException if it holds a password; the message does not repeat it
     */
    static void requireNone(String url) {
        if (!ADDRESS.matcher(url).matches()) {
            return; // a path, which may be called anything
        }
        if (USER.matcher(url).find()) {
            throw new IllegalArgumentException(
                    "a url with a user or password before the host must not lie on a topic" + HINT);
        }
        Matcher parameter = PARAMETER.matcher(url);
        if (parameter.find()) {
            throw new IllegalArgumentException(
                    "a url with the secret parameter '" + parameter.group(1) + "' must not lie on a topic" + HINT);
        }
    }
}
