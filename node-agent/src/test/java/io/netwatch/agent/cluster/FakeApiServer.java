package io.netwatch.agent.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.netwatch.agent.testbed.Await;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers lists and watches of any kind with what the test puts in, and remembers what was asked. Loopback only. */
final class FakeApiServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EXPIRED = "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"apiVersion\":\"v1\","
            + "\"status\":\"Failure\",\"reason\":\"Expired\",\"message\":\"too old\",\"code\":410}}";

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Map<String, Map<String, ObjectNode>> objects = new ConcurrentHashMap<>();
    private final Map<String, List<ServerWebSocket>> watches = new ConcurrentHashMap<>();
    private final List<Change> history = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger version = new AtomicInteger(100);
    private final HttpServer http;
    private volatile boolean refusing;
    private int oldest;

    private record Change(String path, int version, String event) {}

    FakeApiServer() {
        http = Await.of(vertx.createHttpServer()
                .connectionHandler(this::connected)
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1"));
    }

    Config config() {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + http.actualPort())
                .withWatchReconnectInterval(50)
                .build();
    }

    /** Paths with their queries, oldest first. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** Puts an object, as JSON, among those at a path, and tells watches of it. */
    synchronized void put(String path, String json) {
        try {
            ObjectNode object = (ObjectNode) JSON.readTree(json);
            boolean isNew = of(path).put(key(object), object) == null;
            tell(path, isNew ? "ADDED" : "MODIFIED", object);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    synchronized void delete(String path, String name) {
        tell(path, "DELETED", of(path).remove(name));
    }

    private static String key(ObjectNode object) {
        return object.at("/metadata/name").asText();
    }

    private Map<String, ObjectNode> of(String path) {
        return objects.computeIfAbsent(path, missing -> new ConcurrentSkipListMap<>());
    }

    private void tell(String path, String type, ObjectNode object) {
        object.withObject("/metadata").put("resourceVersion", Integer.toString(version.incrementAndGet()));
        String event =
                JSON.createObjectNode().put("type", type).set("object", object).toString();
        history.add(new Change(path, version.get(), event));
        watches.getOrDefault(path, List.of()).forEach(watch -> watch.writeTextMessage(event));
    }

    /** First what happened since the version that the watch begins at; without that much history, that it is too old. */
    private synchronized void watch(String path, int since, ServerWebSocket watch) {

        if (since < oldest) {
            watch.writeTextMessage(EXPIRED);
            watch.close();
            return;
        }
        history.stream()
                .filter(change -> change.path().equals(path) && change.version() > since)
                .forEach(change -> watch.writeTextMessage(change.event()));
        watches.computeIfAbsent(path, missing -> new CopyOnWriteArrayList<>()).add(watch);
    }

    /** The server is gone: ends every connection, and each new one, until {@link #accept}. What happens meanwhile no watch tells. */
    synchronized void refuse() {
        refusing = true;
        forget();
        connections.forEach(HttpConnection::close);
    }

    void accept() {
        refusing = false;
    }

    /** Of what happened up to now there is no history any more. */
    private void forget() {
        watches.clear();
        history.clear();
        oldest = version.incrementAndGet();
    }

    /** Tells all watches that their version is too old. */
    synchronized void expire() {
        watches.values()
                .forEach(all -> all.forEach(watch -> {
                    watch.writeTextMessage(EXPIRED);
                    watch.close();
                }));
        forget();
    }

    private void connected(HttpConnection connection) {
        connections.add(connection);
        connection.closeHandler(gone -> connections.remove(connection));
        if (refusing) {
            connection.close();
        }
    }

    private void answer(HttpServerRequest request) {
        requests.add(request.uri());
        if ("websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            int since = Integer.parseInt(request.getParam("resourceVersion"));
            request.toWebSocket().onSuccess(socket -> watch(request.path(), since, socket));
            return;
        }
        ObjectNode list = JSON.createObjectNode().put("kind", "List").put("apiVersion", "v1");
        list.putObject("metadata").put("resourceVersion", Integer.toString(version.get()));
        ArrayNode items = list.putArray("items");
        of(request.path()).values().forEach(items::add);
        request.response().putHeader("Content-Type", "application/json").end(list.toString());
    }

    @Override
    public void close() {
        Await.of(vertx.close());
    }
}
