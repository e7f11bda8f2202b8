package io.netwatch.agent.view;

import static io.netwatch.agent.view.SampleConnection.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import io.netwatch.agent.config.AttachMode;
import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.event.TcpState;
import io.netwatch.agent.identify.Party;
import io.netwatch.agent.identify.Trouble;
import io.netwatch.agent.libbpf.Errno;
import io.netwatch.agent.track.Connection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TableViewTest {
    private static final Completeness ALL_WELL = new Completeness(
            AttachMode.TRACEPOINT,
            List.of(),
            Map.of(EventKind.CONNECT_V4, 900L, EventKind.CLOSE, 304L, EventKind.CGROUP, 5L),
            Map.of(),
            2,
            3,
            0);

    private static final List<Connection> FEW = List.of(
            new SampleConnection().build(),
            new SampleConnection()
                    .id(2)
                    .inbound()
                    .owner(88, "nginx")
                    .local("2001:db8::1", 443)
                    .peer("2001:db8:1234:5678:9abc:def0:1234:5678", 51_000)
                    .changed(NOON.minusSeconds(3))
                    .build(),
            new SampleConnection()
                    .id(3)
                    .owner(4_194_304, "fifteen-letters")
                    .peer("10.0.0.9", 5432)
                    .failed(Errno.ECONNREFUSED)
                    .changed(NOON.minusSeconds(2))
                    .build(),
            new SampleConnection()
                    .id(4)
                    .owner(0, "")
                    .opened(null)
                    .state(TcpState.TIME_WAIT)
                    .changed(NOON.minusSeconds(1))
                    .build());

    @Test
    void showsEverythingWhereThereIsRoom() {
        assertThat(text(TableView.screen(newest(FEW), ALL_WELL, 200, 24, NOON))).isEqualTo("""
                NetWatch (tracepoint)  open 2  failed 3  |  seen 1204  lost 0  throttled 0

                STATE       DIR  PROCESS                   LOCAL                  PEER                                               AGE     RTT      RX      TX  WHY
                closing     out  ?                         10.0.0.1:40000         10.0.0.2:443                                    before   1.3ms    2.0K    517B
                failed      out  fifteen-letters(4194304)  10.0.0.1:40000         10.0.0.9:5432                                       3s              0B      0B  refused (ECONNREFUSED)
                open        in   nginx(88)                 [2001:db8::1]:443      [2001:db8:1234:5678:9abc:def0:1234:5678]:51000      5s   1.3ms    2.0K    517B
                open        out  curl(1234)                10.0.0.1:40000         10.0.0.2:443                                        5s   1.3ms    2.0K    517B
                """);
    }

    @Test
    void namesPodsAndServicesAndSaysWhyInKubernetesTerms() {
        List<Connection> shop = List.of(
                new SampleConnection()
                        .owner(41, "cart")
                        .localParty(SampleParty.pod("shop", "cart-7d9-x2", "cart"))
                        .peerParty(SampleParty.pod("shop", "catalog-5c4-k8", "catalog")
                                .through(new Party.Service("shop", "catalog", "http")))
                        .build(),
                new SampleConnection()
                        .id(2)
                        .owner(42, "frontend")
                        .localParty(SampleParty.pod("shop", "frontend-1", "frontend"))
                        .peerParty(SampleParty.service("shop", "payments", "8080"))
                        .trouble(Trouble.NO_ENDPOINTS)
                        .failed(Errno.ECONNREFUSED)
                        .changed(NOON.minusSeconds(2))
                        .build());

        assertThat(text(TableView.screen(newest(shop), ALL_WELL, 200, 24, NOON)))
                .endsWith("""
                STATE       DIR  PROCESS               LOCAL                  PEER                                   AGE     RTT      RX      TX  WHY
                failed      out  frontend(42)          shop/frontend-1        shop/payments:8080                      3s              0B      0B  service payments has no endpoints: refused (ECONNREFUSED)
                open        out  cart(41)              shop/cart-7d9-x2       shop/catalog:http > catalog-5c4-k8      5s   1.3ms    2.0K    517B
                """);
    }

    @Test
    void shortensAndLeavesOutColumnsOnANarrowTerminal() {
        assertThat(text(TableView.screen(newest(FEW), ALL_WELL, 80, 24, NOON))).isEqualTo("""
                NetWatch (tracepoint)  open 2  failed 3  |  seen 1204  lost 0  throttled 0

                STATE    DIR  PROCESS         PEER                     AGE  WHY
                closing  out  ?               10.0.0.2:443          before
                failed   out  fif..(4194304)  10.0.0.9:5432             3s  refused (ECONNREFU..
                open     in   nginx(88)       [2001:db8..78]:51000      5s
                open     out  curl(1234)      10.0.0.2:443              5s
                """);
    }

    @Test
    void saysWhatItLostAndWhyItLooksFromElsewhere() {
        Completeness poor = new Completeness(
                AttachMode.PROCFS,
                List.of("tracepoint: this kernel has no BTF", "kprobe: this kernel has no kprobes"),
                Map.of(EventKind.OPEN, 7L),
                Map.of(Loss.RING_FULL, 3L, Loss.THROTTLED, 4L, Loss.NOT_KEPT, 1L),
                0,
                0,
                0);

        assertThat(TableView.screen(newest(List.of()), poor, 100, 24, NOON))
                .startsWith(
                        "NetWatch (procfs)  open 0  failed 0  |  seen 7  lost 4  throttled 4",
                        "! tracepoint: this kernel has no BTF",
                        "! kprobe: this kernel has no kprobes",
                        "");
    }

    @Test
    void putsWhatChangedLastFirstAndSaysHowMuchIsLeftOut() {
        List<Connection> many = IntStream.range(0, 50)
                .mapToObj(i -> new SampleConnection()
                        .id(i)
                        .owner(i + 1, "p")
                        .changed(NOON.plusSeconds(i))
                        .build())
                .toList();

        List<String> screen = TableView.screen(newest(many), ALL_WELL, 120, 10, NOON);

        assertThat(screen).hasSize(10);
        assertThat(screen.get(3)).contains("p(50)");
        assertThat(screen.get(8)).contains("p(45)");
        assertThat(screen.get(9)).isEqualTo("and 44 more; a filter narrows them down (--help)");
    }

    @Test
    void appendsRowsOldestFirstInSteadyColumns() {
        List<String> rows = TableView.rows(newest(FEW.subList(0, 1)), NOON);

        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).indexOf("10.0.0.1:40000"))
                .isEqualTo(TableView.title().indexOf("LOCAL"));
        assertThat(TableView.rows(newest(FEW), NOON).get(0)).isEqualTo(rows.get(0));
    }

    @Test
    void letsNothingOfAProgramsNameReachTheTerminal() {
        Connection hostile =
                new SampleConnection().owner(7, "\033[2J\u009b\u00e9\n").build();

        assertThat(TableView.rows(newest(List.of(hostile)), NOON))
                .first()
                .asString()
                .contains("?[2J???(7)");
    }

    @Test
    void neverExceedsTheTerminal() {
        qt().forAll(integers().between(1, 220), integers().between(1, 12)).check((width, height) -> {
            List<String> screen = TableView.screen(newest(FEW), ALL_WELL, width, height, NOON);
            return screen.size() <= height && screen.stream().allMatch(line -> line.length() <= width);
        });
    }

    private static NewestConnections newest(List<Connection> connections) {
        return NewestConnections.of(connections::forEach, connection -> true, 30);
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }
}
