package io.netwatch.agent.send;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/** A collector on loopback that takes OTLP over HTTP, and remembers. */
final class OtlpReceiver implements AutoCloseable {
    private final List<ExportMetricsServiceRequest> requests = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final HttpServer server;
    private volatile int status = 200;
    private volatile boolean silent;

    OtlpReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/metrics", this::take);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void answer(int status) {
        this.status = status;
    }

    /** From here on requests are taken and never answered. */
    void fallSilent() {
        silent = true;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (InputStream body = new GZIPInputStream(exchange.getRequestBody())) {
            requests.add(ExportMetricsServiceRequest.parseFrom(body));
        }
        if (silent) {
            try {
                closing.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    int requests() {
        return requests.size();
    }

    private ResourceMetrics last() {
        return requests.get(requests.size() - 1).getResourceMetrics(0);
    }

    Map<String, String> resource() {
        return text(last().getResource().getAttributesList());
    }

    /** Of the last request; fails where there is none of that name. */
    Metric metric(String name) {
        return last().getScopeMetrics(0).getMetricsList().stream()
                .filter(metric -> metric.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + name + " among " + names()));
    }

    List<String> names() {
        return last().getScopeMetrics(0).getMetricsList().stream()
                .map(Metric::getName)
                .toList();
    }

    /** The values of the last request's metric, by its attributes as text. */
    Map<Map<String, String>, Number> points(String name) {
        Map<Map<String, String>, Number> points = new HashMap<>();
        for (NumberDataPoint point : data(name)) {
            points.put(
                    text(point.getAttributesList()),
                    point.hasAsDouble() ? (Number) point.getAsDouble() : (Number) point.getAsInt());
        }
        return points;
    }

    List<NumberDataPoint> data(String name) {
        Metric metric = metric(name);
        return metric.hasSum()
                ? metric.getSum().getDataPointsList()
                : metric.getGauge().getDataPointsList();
    }

    private static Map<String, String> text(List<KeyValue> attributes) {
        Map<String, String> text = new TreeMap<>();
        attributes.forEach(attribute -> text.put(attribute.getKey(), text(attribute.getValue())));
        return text;
    }

    private static String text(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case INT_VALUE -> Long.toString(value.getIntValue());
            case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
            default -> value.toString();
        };
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
