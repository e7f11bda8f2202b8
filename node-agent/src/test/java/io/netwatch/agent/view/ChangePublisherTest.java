package io.netwatch.agent.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.track.ConnectionChange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ChangePublisherTest {
    private final List<Consumer<ConnectionChange>> listeners = new ArrayList<>();
    private final ChangePublisher publisher = new ChangePublisher(this::listen, Runnable::run);

    @Test
    void tellsNoMoreThanWasAskedFor() {
        Reader reader = new Reader();
        publisher.stream(connection -> true).subscribe(reader);
        reader.subscription.request(2);

        happen(1, 2, 3);

        assertThat(reader.ids()).containsExactly("1", "2");
        reader.subscription.request(1);
        assertThat(reader.ids()).containsExactly("1", "2", "3");
    }

    @Test
    void tellsOnlyWhatMatches() {
        Reader reader = new Reader();
        publisher.stream(connection -> connection.id() == 2).subscribe(reader);
        reader.subscription.request(Long.MAX_VALUE);

        happen(1, 2, 3);

        assertThat(reader.ids()).containsExactly("2");
    }

    @Test
    void tellsSlowReaderHowMuchItLostAndHoldsUpNobody() {
        Reader slow = new Reader();
        Reader quick = new Reader();
        publisher.stream(connection -> true).subscribe(slow);
        publisher.stream(connection -> true).subscribe(quick);
        quick.subscription.request(Long.MAX_VALUE);

        for (long id = 1; id <= 5000; id++) {
            happen(id);
        }
        slow.subscription.request(Long.MAX_VALUE);

        assertThat(quick.lines).hasSize(5000).noneMatch(line -> line.event().equals("lost"));
        assertThat(slow.lines).hasSize(1025);
        assertThat(slow.lines.get(0).json()).isEqualTo("{\"event\":\"lost\",\"count\":" + (5000 - 1024) + "}");
    }

    @Test
    void stopsListeningWhenTheReaderGoes() {
        Reader reader = new Reader();
        publisher.stream(connection -> true).subscribe(reader);
        reader.subscription.request(Long.MAX_VALUE);

        reader.subscription.cancel();
        reader.subscription.cancel();
        happen(1);

        assertThat(listeners).isEmpty();
        assertThat(reader.lines).isEmpty();
    }

    @Test
    void hasRoomForALimitedNumberOfReaders() {
        List<Reader> readers = new ArrayList<>();
        while (publisher.hasRoom()) {
            readers.add(new Reader());
            publisher.stream(connection -> true).subscribe(readers.get(readers.size() - 1));
        }
        assertThat(readers).hasSize(8);

        readers.get(0).subscription.cancel();

        assertThat(publisher.hasRoom()).isTrue();
    }

    @Test
    void refusesSenselessDemand() {
        Reader reader = new Reader();
        publisher.stream(connection -> true).subscribe(reader);

        reader.subscription.request(0);

        assertThat(reader.failure).isInstanceOf(IllegalArgumentException.class);
        assertThat(listeners).isEmpty();
    }

    private Changes.Subscription listen(Consumer<ConnectionChange> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private void happen(long... ids) {
        for (long id : ids) {
            ConnectionChange change = new ConnectionChange(
                    EventKind.CONNECT_V4, new SampleConnection().id(id).build());
            listeners.forEach(listener -> listener.accept(change));
        }
    }

    private static final class Reader implements Flow.Subscriber<ChangeQueue.Line> {
        private final List<ChangeQueue.Line> lines = new ArrayList<>();
        private Flow.Subscription subscription;
        private Throwable failure;

        List<String> ids() {
            return lines.stream()
                    .map(line -> line.json().replaceAll(".*\"id\":\"(\\d+)\".*", "$1"))
                    .toList();
        }

        @Override
        public void onSubscribe(Flow.Subscription made) {
            subscription = made;
        }

        @Override
        public void onNext(ChangeQueue.Line line) {
            lines.add(line);
        }

        @Override
        public void onError(Throwable reason) {
            failure = reason;
        }

        @Override
        public void onComplete() {
            throw new AssertionError("the stream never completes");
        }
    }
}
