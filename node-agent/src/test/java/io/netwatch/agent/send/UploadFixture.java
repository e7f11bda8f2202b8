package io.netwatch.agent.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A cloud that speaks one version of HTTP, and an upload to it. */
abstract class UploadFixture {
    static final Duration INTERVAL = Sender.INTERVAL;

    final HttpVersion version;
    final FakeCloud cloud;
    Sender sender;

    UploadFixture(HttpVersion version) {
        this.version = version;
        this.cloud = new FakeCloud(version);
    }

    @BeforeEach
    void start(@TempDir(factory = InMemory.class) Path folder) throws IOException {
        sender = new Sender(folder, cloud);
    }

    @AfterEach
    void stop() {
        sender.close();
        cloud.close();
    }

    void assertCounts(long delivered, long dropped, long queued) {
        QueueCounts counts = sender.counts();
        assertThat(List.of(counts.delivered(), counts.droppedInAll(), counts.queued()))
                .as("delivered, dropped, queued")
                .containsExactly(delivered, dropped, queued);
        assertThat(counts.appended()).isEqualTo(delivered + dropped + queued);
    }

    static List<String> timestamps(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> Sender.taken(number).toString())
                .toList();
    }
}
