package io.netwatch.agent.view;

import io.netwatch.agent.config.AttachMode;
import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.kernel.Attachment;
import io.netwatch.agent.libbpf.FailureReason;
import io.netwatch.agent.send.DropReason;
import io.netwatch.agent.send.UploadStatus;
import io.netwatch.agent.track.Connection;
import io.netwatch.agent.track.ConnectionChange;
import io.netwatch.api.node.PolicyReport;
import io.netwatch.api.snapshot.Alert;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** What the HTTP side shows in tests, in place of what an agent that was launched knows. */
@Singleton
@Alternative
@Priority(1)
final class FakeBeans {
    private final List<Connection> known = new CopyOnWriteArrayList<>();
    private final List<Consumer<ConnectionChange>> listeners = new CopyOnWriteArrayList<>();

    private volatile boolean attached = true;

    void attached(boolean value) {
        attached = value;
    }

    List<Connection> known() {
        return known;
    }

    int listeners() {
        return listeners.size();
    }

    void happen(EventKind kind, Connection connection) {
        listeners.forEach(listener -> listener.accept(new ConnectionChange(kind, connection)));
    }

    @Produces
    @Singleton
    @Alternative
    Connections connections() {
        return known::forEach;
    }

    @Produces
    @Singleton
    @Alternative
    Changes changes() {
        return listener -> {
            listeners.add(listener);
            return () -> listeners.remove(listener);
        };
    }

    @Produces
    @Singleton
    @Alternative
    Counters counters() {
        return () -> new Completeness(
                AttachMode.TRACEPOINT,
                List.of(),
                Map.of(EventKind.ACCEPT, 3L),
                Map.of(Loss.RING_FULL, 2L),
                known.size(),
                0,
                0);
    }

    @Produces
    @Singleton
    @Alternative
    Policies policies() {
        return new Policies() {
            @Override
            public List<PolicyReport> reports() {
                return List.of(new PolicyReport("uid-1", 3, 2, 40, 4, 1, "full", null, List.of()));
            }

            @Override
            public Optional<Policies.Figures> figures() {
                return Optional.of(new Policies.Figures(1, 2, 3, 8192, 4, 5, 6, 7));
            }
        };
    }

    @Produces
    @Singleton
    @Alternative
    Uploads uploads() {
        return new Uploads() {
            @Override
            public long made() {
                return 11;
            }

            @Override
            public List<Uploads.Figures> figures() {
                return List.of(new Uploads.Figures(
                        "uid-1",
                        new UploadStatus(
                                UploadStatus.State.DELIVERING,
                                "",
                                Instant.EPOCH,
                                8,
                                Map.of(DropReason.SPOOL_FULL, 2L),
                                1,
                                500)));
            }
        };
    }

    @Produces
    @Singleton
    @Alternative
    Alerts alerts() {
        return () -> Map.of(
                "uid-1",
                List.of(new Alert(
                        Alert.Severity.WARNING,
                        Alert.Category.PORT_SCAN,
                        "shop/cart tried 20 ports",
                        "detail",
                        "2026-03-01T12:00:00Z")));
    }

    @Produces
    @Singleton
    @Alternative
    Strain strain() {
        return new Strain() {
            @Override
            public long longestPauseNanos() {
                return 5_000_000;
            }

            @Override
            public long namesForgotten() {
                return 1;
            }

            @Override
            public long backendsNotAsked() {
                return 2;
            }

            @Override
            public long dnsUnread() {
                return 3;
            }
        };
    }

    @Produces
    @Singleton
    @Alternative
    EventRate rate() {
        return new EventRate();
    }

    @Produces
    @Singleton
    @Alternative
    AgentFacts facts() {
        return new AgentFacts(
                "0.1.0",
                Instant.EPOCH,
                new Attachment(
                        AttachMode.TRACEPOINT,
                        "tp_btf",
                        List.of(new Attachment.Refusal("fexit", FailureReason.NO_PRIVILEGE, "Not allowed."))));
    }

    @Produces
    @Singleton
    @Alternative
    AccessToken token() throws IOException {
        return AccessToken.in(Files.createTempDirectory("netwatch-test-"));
    }

    void remove(@Disposes AccessToken token) throws IOException {
        Files.delete(token.file());
        Files.delete(token.file().getParent());
    }

    @Produces
    @Singleton
    @Alternative
    @Liveness
    HealthProbe reading() {
        return new HealthProbe("reading", () -> true);
    }

    @Produces
    @Singleton
    @Alternative
    @Readiness
    HealthProbe attached() {
        return new HealthProbe("attached", () -> attached);
    }
}
