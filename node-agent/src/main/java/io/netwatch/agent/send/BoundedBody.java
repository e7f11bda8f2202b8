package io.netwatch.agent.send;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Flow;

/** Keeps the first 64 KiB of what a server sends; the rest is read and forgotten. */
final class BoundedBody implements Flow.Subscriber<List<ByteBuffer>> {
    static final int MAX_BYTES = 64 * 1024;

    private final ByteBuffer kept = ByteBuffer.allocate(MAX_BYTES);
    private Flow.Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription begun) {
        subscription = begun;
        subscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
        for (ByteBuffer part : parts) {
            int room = Math.min(part.remaining(), kept.remaining());
            kept.put(part.slice().limit(room));
        }
        subscription.request(1);
    }

    @Override
    public void onError(Throwable failure) {
        kept.clear();
    }

    @Override
    public void onComplete() {
        kept.flip();
    }

    /** As UTF-8, whatever it is. */
    String text() {
        return StandardCharsets.UTF_8.decode(kept).toString();
    }
}
