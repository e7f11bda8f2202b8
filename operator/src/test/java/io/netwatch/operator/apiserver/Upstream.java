package io.netwatch.operator.apiserver;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509KeyManager;

/** The server behind a proxy, with the credentials of a client's configuration. */
final class Upstream {
    private static final int MAX_MESSAGE = 64 << 20;
    private static final int MAX_CONNECTIONS = 2_000;
    /** Of one connection, not of the request: RFC 9110, 7.6.1. Those of a WebSocket are made anew. */
    private static final Set<String> NOT_FORWARDED =
            Set.of("host", "connection", "keep-alive", "upgrade", "transfer-encoding", "authorization");

    private final Config config;
    private final URI url;
    private final HttpClient http;
    private final WebSocketClient webSockets;
    private volatile String user = "";

    Upstream(Vertx vertx, Config config) {
        this.config = config;
        url = URI.create(config.getMasterUrl());
        http = vertx.createHttpClient(secure(new HttpClientOptions().setMaxPoolSize(MAX_CONNECTIONS)));
        WebSocketClientOptions options = new WebSocketClientOptions()
                .setMaxConnections(MAX_CONNECTIONS)
                .setMaxFrameSize(MAX_MESSAGE)
                .setMaxMessageSize(MAX_MESSAGE);
        webSockets = vertx.createWebSocketClient(secure(options));
    }

    /** @param user sent as {@code Impersonate-User}; empty for none */
    void impersonate(String user) {
        this.user = user;
    }

    Future<HttpClientRequest> request(HttpMethod method, String uri, MultiMap headers) {
        RequestOptions options = new RequestOptions().setMethod(method).setURI(uri);
        options.setHost(url.getHost()).setPort(port()).setSsl(secured());
        options.setHeaders(forwarded(headers));
        return http.request(options);
    }

    Future<WebSocket> webSocket(String uri, MultiMap headers) {
        WebSocketConnectOptions options = new WebSocketConnectOptions().setURI(uri);
        options.setHost(url.getHost()).setPort(port()).setSsl(secured());
        MultiMap kept = forwarded(headers);
        kept.names().stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("sec-websocket"))
                .forEach(kept::remove);
        options.setHeaders(kept);
        return webSockets.connect(options);
    }

    static MultiMap endToEnd(MultiMap headers) {
        MultiMap kept = MultiMap.caseInsensitiveMultiMap().addAll(headers);
        NOT_FORWARDED.forEach(kept::remove);
        return kept;
    }

    private MultiMap forwarded(MultiMap headers) {
        MultiMap kept = endToEnd(headers);
        String token = config.getAutoOAuthToken() == null ? config.getOauthToken() : config.getAutoOAuthToken();
        if (token != null) {
            kept.set("Authorization", "Bearer " + token);
        }
        if (!user.isEmpty()) {
            kept.set("Impersonate-User", user);
        }
        return kept;
    }

    private boolean secured() {
        return "https".equals(url.getScheme());
    }

    private int port() {
        return url.getPort() > 0 ? url.getPort() : secured() ? 443 : 80;
    }

    private <T extends ClientOptionsBase> T secure(T options) {
        if (!secured()) {
            return options;
        }
        options.setSsl(true);
        if (config.isTrustCerts()) {
            options.setTrustAll(true);
        }
        if (options instanceof HttpClientOptions each) {
            each.setVerifyHost(!config.isTrustCerts());
        }
        if (options instanceof WebSocketClientOptions each) {
            each.setVerifyHost(!config.isTrustCerts());
        }
        try {
            for (TrustManager manager : SSLUtils.trustManagers(config)) {
                options.setTrustOptions(TrustOptions.wrap(manager));
            }
            KeyManager[] keys = SSLUtils.keyManagers(config);
            if (keys != null && keys.length > 0 && keys[0] instanceof X509KeyManager key) {
                options.setKeyCertOptions(KeyCertOptions.wrap(key));
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the kubeconfig's certificates can't be read", e);
        }
        return options;
    }
}
