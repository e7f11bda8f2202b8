package io.netwatch.operator.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netwatch.api.node.NodeReport;
import io.netwatch.operator.resource.AgentIdentity;
import io.netwatch.operator.tls.AgentAnswer;
import io.netwatch.operator.tls.AgentClient;
import io.netwatch.operator.tls.TlsMaterial;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Asks every agent that is ready how it does, once a round, on a thread of its own; a few at a time. */
final class AgentPoll implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(AgentPoll.class);
    private static final String PATH = "/api/v1/node";
    private static final Duration ROUND = Duration.ofSeconds(30);
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final int AT_ONCE = 64;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Thread thread = new Thread(this::run, "agent-poll");
    private final Vertx vertx;
    private final KnownCluster cluster;
    private volatile AgentClient client;

    AgentPoll(Vertx vertx, KnownCluster cluster) {
        this.vertx = vertx;
        this.cluster = cluster;
        thread.setDaemon(true);
    }

    /** Begins; asks nobody before there is a certificate to ask with. */
    void start() {
        thread.start();
    }

    /** What to prove itself with, and whom to trust, from the next question on. */
    synchronized void use(TlsMaterial material) {
        if (client == null) {
            client = new AgentClient(vertx, AgentIdentity.PORT, PATH, DEADLINE, material);
        } else {
            client.replace(material);
        }
    }

    private void run() {
        try {
            while (true) {
                if (client != null) {
                    round();
                }
                TimeUnit.MILLISECONDS.sleep(ROUND.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void round() throws InterruptedException {
        Map<String, String> addresses = cluster.agentAddresses();
        cluster.retainReports(addresses.keySet());
        Semaphore places = new Semaphore(AT_ONCE);
        for (Map.Entry<String, String> agent : addresses.entrySet()) {
            places.acquire();
            client.ask(agent.getValue())
                    .thenAccept(answer -> take(agent.getKey(), answer))
                    .whenComplete((done, failure) -> places.release());
        }
        places.acquire(AT_ONCE);
    }

    private void take(String node, AgentAnswer answer) {
        if (answer instanceof AgentAnswer.Body body) {
            try {
                cluster.reported(node, JSON.readValue(body.json(), NodeReport.class));
            } catch (JsonProcessingException e) {
                LOG.debugf("The agent of node %s answers what is no report: %s", node, e.getOriginalMessage());
            }
        } else if (answer instanceof AgentAnswer.Failed failed) {
            LOG.debugf("The agent of node %s does not answer: %s %s", node, failed.reason(), failed.detail());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        AgentClient open = client;
        if (open != null) {
            open.close();
        }
    }
}
