package io.netwatch.agent.send;

import io.netwatch.api.snapshot.AgentHealth;
import io.netwatch.api.snapshot.HostInfo;
import io.netwatch.api.snapshot.IngestRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes from a queue what the next request has in it, as much as the server takes; what it will never take is dropped and counted. */
final class Batches {
    /** The server takes timestamps of a day around its own clock. */
    static final Duration MAX_AGE = Duration.ofHours(24);

    private final SpoolQueue queue;
    private final Origin origin;
    private final Clock clock;
    private final BatchLimit limit = new BatchLimit();
    /** What a request was that was too large though it had one snapshot. */
    private long refusedSeq = -1;

    private int refusedSize;

    Batches(SpoolQueue queue, Origin origin, Clock clock) {
        this.queue = queue;
        this.origin = origin;
        this.clock = clock;
    }

    /** The oldest that wait; empty when none does. */
    List<Spooled> next(HostInfo host) {
        int frame = frame(host, 0).bytes();
        while (true) {
            int room = limit.bytes() - frame - limit.snapshots();
            List<Spooled> batch = queue.peek(limit.snapshots(), room);
            if (batch.isEmpty()) {
                return batch;
            }
            if (dropExpired(batch)) {
                continue;
            }
            Spooled first = batch.get(0);
            if (first.size() <= room) {
                return batch;
            }
            if (cutDown(first, room, IngestRequest.MAX_BYTES - 1 - frame)) {
                return queue.peek(1, room);
            }
            if (!dropRefused(first, IngestRequest.MAX_BYTES - 1 - frame)) {
                return batch;
            }
        }
    }

    private boolean dropExpired(List<Spooled> batch) {
        Instant oldest = clock.instant().minus(MAX_AGE);
        Map<Long, DropReason> expired = new HashMap<>();
        for (Spooled one : batch) {
            if (one.taken().isBefore(oldest)) {
                expired.put(one.seq(), DropReason.EXPIRED);
            }
        }
        if (!expired.isEmpty()) {
            queue.settle(List.of(), expired, clock.instant());
        }
        return !expired.isEmpty();
    }

    /** One that is over what the server was seen to take. Returns false when there is nothing to cut. */
    private boolean cutDown(Spooled one, int room, int roomAtMost) {
        Optional<byte[]> cut = CutDown.to(room, one.json()).filter(smaller -> smaller.length <= roomAtMost);
        cut.ifPresent(smaller -> queue.replace(one, Packed.of(smaller)));
        return cut.isPresent();
    }

    /** One that can't be cut. Returns false when it is worth to send it as it is, as it never was refused. */
    private boolean dropRefused(Spooled one, int roomAtMost) {
        boolean refused = one.seq() == refusedSeq && one.size() >= refusedSize;
        if (refused || one.size() > roomAtMost) {
            queue.settle(List.of(), Map.of(one.seq(), DropReason.TOO_LARGE), clock.instant());
            return true;
        }
        return false;
    }

    RequestBody body(HostInfo host, List<Spooled> batch) {
        return new RequestBody(frame(host, batch.size()), batch);
    }

    private RequestFrame frame(HostInfo host, int inRequest) {
        return new RequestFrame(origin.agentVersion(), host, health(inRequest));
    }

    private AgentHealth health(int inRequest) {
        QueueCounts counts = queue.counts();
        return new AgentHealth(
                origin.collectorsOk().getAsBoolean(), counts.droppedInAll(), Math.max(0, counts.queued() - inRequest));
    }

    void onTooLarge(List<Spooled> batch, int bytes) {
        limit.onTooLarge(batch.size(), bytes);
        if (batch.size() == 1) {
            refusedSeq = batch.get(0).seq();
            refusedSize = batch.get(0).size();
        }
    }

    void onTaken() {
        limit.onTaken();
    }
}
