package io.netwatch.operator.reconcile;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netwatch.operator.config.OperatorConfig;
import io.netwatch.operator.config.OperatorPlace;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/** The operator as its process has it, with a client of its own; may be stopped and started again. */
final class RunningOperator implements AutoCloseable {
    private final Config server;
    private final OperatorConfig config;
    private final OperatorPlace place;
    private final Clock clock;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private KubernetesClient client;
    private Vertx vertx;
    private OperatorRuntime runtime;

    /** @param server through which proxy, as whom */
    RunningOperator(Config server, OperatorConfig config, OperatorPlace place, Clock clock) {
        this.server = server;
        this.config = config;
        this.place = place;
        this.clock = clock;
    }

    /** Starts it as its process does; returns as soon as it watches. */
    RunningOperator start() {
        client = ApiServer.client(server);
        try {
            ApiServer.awaitPolicyTypes(client);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setUseDaemonThread(true));
        runtime = new OperatorRuntime(client, vertx, config, place, meters, clock);
        runtime.start();
        return this;
    }

    /** Does nothing when it doesn't run. */
    void stop() {
        if (runtime != null) {
            runtime.close();
            client.close();
            vertx.close().toCompletionStage().toCompletableFuture().join();
            runtime = null;
        }
    }

    boolean isKnown() {
        return runtime.isKnown();
    }

    boolean isAlive() {
        return runtime.isAlive();
    }

    /** Passes over all policies that went well, since the first start. */
    long passes() {
        return meters.get("netwatch.operator.fleet.pass").timer().count();
    }

    /** The longest of the passes, in milliseconds. */
    double longestPassMs() {
        return meters.get("netwatch.operator.fleet.pass").timer().max(TimeUnit.MILLISECONDS);
    }

    SimpleMeterRegistry meters() {
        return meters;
    }

    @Override
    public void close() {
        stop();
    }
}
