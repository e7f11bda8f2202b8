package io.netwatch.operator.tls;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The token of a request's Authorization header. */
final class BearerToken {
    /** The scheme in any case and a b64token, RFC 6750 section 2.1. */
    private static final Pattern HEADER = Pattern.compile("(?i:bearer) +([A-Za-z0-9._~+/-]+=*)");

    private BearerToken() {}

    /** Null when there is none, more than one, or one of another form. */
    static String of(HttpServerRequest request) {
        List<String> headers = request.headers().getAll(HttpHeaders.AUTHORIZATION);
        if (headers.size() != 1) {
            return null;
        }
        Matcher header = HEADER.matcher(headers.get(0));
        return header.matches() ? header.group(1) : null;
    }
}
