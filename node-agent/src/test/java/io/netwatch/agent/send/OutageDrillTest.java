package io.netwatch.agent.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netwatch.agent.testbed.CertificateAuthority;
import io.netwatch.api.snapshot.Snapshot;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cloud is gone, and the agent is killed meanwhile. */
class OutageDrillTest {
    /** Bytes that an agent has said before it is killed. */
    private static final int ENOUGH = 100;

    /** Of the first snapshot. */
    private final Instant begin = Instant.now().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);

    @TempDir(factory = InMemory.class)
    private Path folder;

    @Test
    void deliversAllOfAnHourInOrderOnceTheCloudIsBack() throws IOException {
        CertificateAuthority authority = new CertificateAuthority("cloud");
        try (FakeCloud cloud = new FakeCloud(HttpVersion.HTTP_2)) {
            cloud.shut();
            cloud.open(authority, Duration.ofHours(1));
            try (Sender sender = new Sender(folder, cloud)) {
                run(sender, Duration.ofMinutes(5));
                long before = cloud.requests().size();
                cloud.shut();

                run(sender, Duration.ofMinutes(30));
                assertThat(sender.state()).isEqualTo(UploadStatus.State.UNREACHABLE);
                sender.restart();
                run(sender, Duration.ofMinutes(30));
                cloud.open(authority, Duration.ofHours(1));
                run(sender, Duration.ofMinutes(15));

                QueueCounts counts = sender.counts();
                assertThat(counts.appended()).isEqualTo(80 * 4);
                assertThat(counts.queued()).isLessThan(5);
                assertThat(counts.delivered()).isEqualTo(counts.appended() - counts.queued());
                assertThat(new ArrayList<>(new LinkedHashSet<>(cloud.accepted()))) // some perhaps twice
                        .isEqualTo(LongStream.range(0, counts.delivered())
                                .mapToObj(number -> Sender.taken((int) number).toString())
                                .toList());
                assertThat(cloud.requests().size() - before).isLessThan(20);
            }
        }
    }

    private static void run(Sender sender, Duration time) {
        for (long quarter = 0; quarter < time.toSeconds() / 15; quarter++) {
            sender.add(1);
            sender.clock.pass(Duration.ofSeconds(15));
            sender.step();
        }
    }

    @Test
    void deliversAllThatKilledAgentsHadTaken() throws Exception {
        Random chance = new Random(3);
        CertificateAuthority authority = new CertificateAuthority("cloud");
        try (FakeCloud cloud = new FakeCloud(HttpVersion.HTTP_1_1)) {
            Path bundle = folder.resolve("ca.crt");
            cloud.shut();
            cloud.open(authority, Duration.ofHours(1));
            Files.writeString(bundle, cloud.caBundle());
            long acknowledged = 0;
            for (int round = 0; round < 5; round++) {
                acknowledged = runAndKill(cloud, bundle, chance.nextInt(50), acknowledged);
                if (round == 1) {
                    cloud.shut();
                } else if (round == 3) {
                    cloud.open(authority, Duration.ofHours(1));
                }
            }

            QueueCounts counts = deliverTheRest(cloud);

            List<String> inOrder = new ArrayList<>(new LinkedHashSet<>(cloud.accepted()));
            assertThat(acknowledged).isGreaterThan(50);
            assertThat(counts.appended()).isGreaterThanOrEqualTo(acknowledged);
            assertThat(counts.delivered()).isEqualTo(counts.appended());
            assertThat(counts.droppedInAll()).isZero();
            assertThat(inOrder)
                    .isEqualTo(LongStream.range(0, counts.appended())
                            .mapToObj(number -> begin.plusSeconds(number).toString())
                            .toList());
        }
    }

    private QueueCounts deliverTheRest(FakeCloud cloud) throws Exception {
        try (Spool spool = Spool.open(folder.resolve("spool"), Child.MAX_BYTES)) {
            Upload upload = Child.upload(spool, cloud.uri(), cloud.caBundle());
            while (upload.status().queued() > 0) {
                upload.step();
            }
            return spool.queue("a").counts();
        }
    }

    /** Returns how many the agents said they had taken, over all rounds. */
    private long runAndKill(FakeCloud cloud, Path bundle, int millis, long before) throws Exception {
        Path said = folder.resolve("said");
        Files.deleteIfExists(said);
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        folder.resolve("spool").toString(),
                        cloud.uri(),
                        bundle.toString(),
                        begin.toString())
                .redirectOutput(said.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        await().atMost(1, TimeUnit.MINUTES).until(() -> Files.size(said) > ENOUGH || !child.isAlive());
        TimeUnit.MILLISECONDS.sleep(millis);
        child.destroyForcibly().waitFor();
        List<String> lines = Files.readAllLines(said);
        return lines.size() < 2 ? before : Long.parseLong(lines.get(lines.size() - 2)); // the last may be cut
    }

    /** An agent that takes a snapshot and sends what waits, as fast as it can; prints how many it has taken. */
    static final class Child {
        static final long MAX_BYTES = 16 * 1024 * 1024;

        private Child() {}

        public static void main(String... arguments) throws Exception {
            Parent.endWithIt();
            Spool spool = Spool.open(Path.of(arguments[0]), MAX_BYTES);
            Upload upload = upload(spool, arguments[1], Files.readString(Path.of(arguments[2])));
            Instant begin = Instant.parse(arguments[3]);
            long number = spool.queue("a").counts().appended();
            while (true) {
                Instant taken = begin.plusSeconds(number);
                Snapshot snapshot = Samples.with(taken, null, Samples.connections((int) (number % 7) * 20));
                upload.add(taken, snapshot);
                number++;
                System.out.println(number);
                if (number % 3 == 0) {
                    upload.step();
                }
            }
        }

        static Upload upload(Spool spool, String endpoint, String caBundle) {
            return new Upload(
                    new Destination("a", URI.create(endpoint), caBundle, null, Duration.ZERO, Duration.ZERO),
                    spool.queue("a"),
                    () -> "nw_ak_x",
                    new Origin("1.2.3", () -> Samples.HOST, () -> true),
                    Clock.systemUTC(),
                    System::nanoTime,
                    new Random(),
                    Child::start);
        }

        private static void start(Runnable task) {
            Thread thread = new Thread(task, "test-http");
            thread.setDaemon(true);
            thread.start();
        }
    }
}
