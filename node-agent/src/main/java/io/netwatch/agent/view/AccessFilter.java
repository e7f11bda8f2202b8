package io.netwatch.agent.view;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/**
 * Stands before every path. Over TLS the caller must be the operator, by its certificate. Else it must have addressed this
 * machine by a loopback name, so that a web page that made its own name point here gets nothing (DNS rebinding), and,
 * except for health, must show the token. Stateless; any thread.
 */
public final class AccessFilter implements Handler<RoutingContext> {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");
    private static final String HEALTH = "/q/health";
    private static final String SCHEME = "Bearer ";

    private final AccessToken token;

    public AccessFilter(AccessToken token) {
        this.token = token;
    }

    @Override
    public void handle(RoutingContext context) {
        if (context.request().connection().isSsl()) {
            handleOperator(context);
        } else if (!isLoopback(context.request().authority())) {
            refuse(context, 403, "Ask for 127.0.0.1 or localhost: the agent answers to no other name.");
        } else if (isHealth(context.normalizedPath()) || showsToken(context.request())) {
            context.next();
        } else {
            context.response().putHeader("WWW-Authenticate", "Bearer");
            refuse(
                    context,
                    401,
                    "Send the header 'Authorization: Bearer TOKEN' with the token in " + token.file()
                            + ", which the agent's own user can read.");
        }
    }

    private static void handleOperator(RoutingContext context) {
        if (OperatorCertificate.isShownIn(context.request().connection().sslSession())) {
            context.next();
        } else {
            refuse(
                    context,
                    403,
                    "Show a certificate for the DNS name " + OperatorCertificate.NAME
                            + ": the agent answers to the operator alone.");
        }
    }

    private static boolean isLoopback(HostAndPort authority) {
        return authority != null && LOOPBACK.contains(authority.host());
    }

    private static boolean isHealth(String path) {
        return path.equals(HEALTH) || path.startsWith(HEALTH + "/");
    }

    private boolean showsToken(HttpServerRequest request) {
        String header = request.getHeader("Authorization");
        return header != null && header.startsWith(SCHEME) && token.matches(header.substring(SCHEME.length()));
    }

    private static void refuse(RoutingContext context, int status, String sentence) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(ConnectionJson.message(sentence));
    }
}
