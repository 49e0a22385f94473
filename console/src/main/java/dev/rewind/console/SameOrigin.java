package dev.rewind.console;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.exceptions.HttpStatusException;
import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What changes something must come from the console's own page, or from no page at all. A browser tells where a page
 * came from in {@code Origin} and {@code Sec-Fetch-Site}; a page that has its name point to this machine (DNS rebinding)
 * betrays itself by the name in {@code Host}, and gets no pictures of what cameras see either.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class SameOrigin {
    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final String PICTURES = "/api/clips/";
    private static final Pattern THIS_MACHINE = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    private final String bound;

    SameOrigin(ConsoleSettings settings) {
        bound = settings.host();
    }

    @RequestFilter
    void check(HttpRequest<?> request) {
        boolean reads = READS.contains(request.getMethod());
        if (!reads) {
            requireOwnPage(request);
        }
        if (!reads || request.getPath().startsWith(PICTURES)) {
            requireOwnName(request);
        }
    }

    private static void requireOwnPage(HttpRequest<?> request) {
        HttpHeaders headers = request.getHeaders();
        String site = headers.get("Sec-Fetch-Site");
        String origin = headers.get(HttpHeaders.ORIGIN);
        boolean ownSite = site == null || site.equals("same-origin") || site.equals("none");
        boolean ownOrigin = origin == null || authority(origin).equalsIgnoreCase(headers.get(HttpHeaders.HOST));
        if (!ownSite || !ownOrigin) {
            throw new HttpStatusException(
                    HttpStatus.FORBIDDEN, "a page of another site may not change anything; use the console's own page");
        }
    }

    private void requireOwnName(HttpRequest<?> request) {
        String host = String.valueOf(request.getHeaders().get(HttpHeaders.HOST)).replaceFirst(":\\d*$", "");
        boolean local = THIS_MACHINE
                .matcher(bound.contains(":") ? "[" + bound + "]" : bound)
                .matches();
        if (local && !THIS_MACHINE.matcher(host).matches() && !host.equalsIgnoreCase(bound)) {
            throw new HttpStatusException(
                    HttpStatus.FORBIDDEN,
                    "the console listens on " + bound + " but was called '" + host
                            + "'; open it by its own address, or let it listen where it is called: --host");
        }
    }

    private static String authority(String origin) {
        try {
            String authority = URI.create(origin).getAuthority();
            return authority == null ? "" : authority;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
