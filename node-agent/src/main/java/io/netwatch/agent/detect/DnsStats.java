package io.netwatch.agent.detect;

import io.netwatch.agent.event.DnsFlow;
import io.netwatch.agent.event.DnsMessage;
import io.netwatch.agent.identify.RecentKeys;
import io.netwatch.api.snapshot.DnsAnalytics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Counts the queries that local pods and the host send, and the answers that they get; what a DNS server here is asked is counted at
 * who asks. An answer belongs to the query of its id from its port: not of its peer, which another address than was asked may seem to
 * be once a Service's was translated. A query that is sent again is another query, but waits since the first. Used by the thread of
 * events only; allocates nothing per message.
 */
public final class DnsStats {
    /** Queries that wait at once; what waits for longest makes room. */
    static final int OUTSTANDING = 4096;

    /** resolv.conf(5): two attempts of 5 s at each of three servers; what comes later is no answer to the query. */
    static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int BUCKETS = DnsAnalytics.BUCKET_LIMITS_MS.size() + 1;

    private final RecentKeys outstanding = new RecentKeys(OUTSTANDING, number -> {});
    private final long[] limits = new long[BUCKETS - 1];
    private final long[] latencies = new long[BUCKETS];
    private final TopNames names = new TopNames();
    private long queries;
    private long answers;
    private long nonexistent;

    public DnsStats() {
        for (int i = 0; i < limits.length; i++) {
            limits[i] = DnsAnalytics.BUCKET_LIMITS_MS.get(i) * NANOS_PER_MILLI;
        }
    }

    /** Counts a message, if the local end asked or is answered. */
    public void onDns(DnsMessage message) {
        if (message.isOwnQuery()) {
            onQuery(message);
        } else if (message.isOwnAnswer()) {
            onAnswer(message);
        }
    }

    private void onQuery(DnsMessage query) {
        queries++;
        if (query.type() != 0) {
            names.add(query.name());
        }
        DnsFlow flow = query.flow();
        outstanding.expire(flow.nanos(), WAIT_NANOS);
        long place = place(query);
        if (outstanding.find(flow.source(), place, 0, 0) == RecentKeys.NONE) {
            outstanding.add(flow.source(), place, 0, 0, flow.nanos());
        }
    }

    private void onAnswer(DnsMessage answer) {
        answers++;
        if (answer.responseCode() == DnsMessage.NXDOMAIN) {
            nonexistent++;
        }
        DnsFlow flow = answer.flow();
        outstanding.expire(flow.nanos(), WAIT_NANOS);
        int query = outstanding.find(flow.source(), place(answer), 0, 0);
        if (query != RecentKeys.NONE) {
            latencies[bucket(flow.nanos() - outstanding.seen(query))]++;
            outstanding.remove(query);
        }
    }

    private static long place(DnsMessage message) {
        DnsFlow flow = message.flow();
        return (flow.isTcp() ? 1L << 32 : 0) | (long) flow.localPort() << 16 | message.id();
    }

    private int bucket(long nanos) {
        int bucket = 0;
        while (bucket < limits.length && nanos >= limits[bucket]) {
            bucket++;
        }
        return bucket;
    }

    /** What was counted since this was asked last, and begins anew. Allocates. */
    public DnsAnalytics take() {
        List<Long> buckets = new ArrayList<>(BUCKETS);
        for (long latency : latencies) {
            buckets.add(latency);
        }
        DnsAnalytics taken =
                new DnsAnalytics(queries, answers, nonexistent, buckets, names.top(DnsAnalytics.TOP_DOMAINS));
        queries = 0;
        answers = 0;
        nonexistent = 0;
        Arrays.fill(latencies, 0);
        names.clear();
        return taken;
    }

    /** Queries that were not waited for any more, as there were too many. */
    public long evicted() {
        return outstanding.evicted();
    }
}
