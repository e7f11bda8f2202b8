package io.netwatch.agent.collect;

import io.netwatch.agent.libbpf.Errno;
import io.netwatch.agent.libbpf.ProbeSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Probes a target three times, from one network namespace. Blocks up to a second for each. Used by one thread. */
final class Prober {
    static final int PROBES = 3;
    private static final long TIMEOUT_NANOS = 1_000_000_000L;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double LOST = Double.NaN;

    private static final int DNS_PORT = 53;
    private static final int DNS_QUERY_BYTES = 17;
    private static final int DNS_HEADER_BYTES = 12;
    private static final int MAX_ANSWER_BYTES = 1500;

    private final Path namespace;
    private final LongSupplier nanos;
    private final RandomGenerator random;
    private final byte[] answer = new byte[MAX_ANSWER_BYTES];

    /** {@code namespace} is the file that stands for it. */
    Prober(Path namespace, LongSupplier nanos, RandomGenerator random) {
        this.namespace = namespace;
        this.nanos = nanos;
        this.random = random;
    }

    /**
     * What three probes found.
     *
     * @param meanMs of those that were answered; null when none was
     * @param lossPct null when nothing could be sent
     */
    record Outcome(ProbeMethod method, Double meanMs, Double lossPct) {
        static final Outcome NONE = new Outcome(ProbeMethod.NONE, null, null);
    }

    /**
     * Fails when the namespace can't be entered.
     *
     * @param otherwise how to probe where ICMP is not allowed: TCP or UDP
     */
    Outcome probe(Target target, ProbeMethod otherwise) throws IOException {
        Outcome echo = echo(target, ProbeSocket.Kind.ECHO);
        if (echo == null) {
            echo = echo(target, ProbeSocket.Kind.RAW_ICMP);
        }
        if (echo != null) {
            return echo;
        }
        double[] roundTrips = new double[PROBES];
        for (int i = 0; i < PROBES; i++) {
            roundTrips[i] = otherwise == ProbeMethod.TCP ? connect(target) : query(target);
        }
        return outcome(otherwise, roundTrips);
    }

    /** Null when it is not allowed. */
    private Outcome echo(Target target, ProbeSocket.Kind kind) throws IOException {
        try (ProbeSocket socket = ProbeSocket.open(namespace, kind, target.isIpv6())) {
            if (socket == null) {
                return null;
            }
            boolean withHeader = kind == ProbeSocket.Kind.RAW_ICMP && !target.isIpv6();
            boolean reachable = socket.connect(target.bytes(), target.scope(), 0, TIMEOUT_NANOS) == 0;
            double[] roundTrips = {LOST, LOST, LOST};
            for (int i = 0; i < PROBES && reachable; i++) {
                long token = random.nextLong();
                long sent = nanos.getAsLong();
                int error = socket.send(EchoMessage.request(target.isIpv6(), i + 1, token));
                if (error == Errno.EPERM || error == Errno.EACCES) {
                    return null;
                }
                roundTrips[i] = error != 0
                        ? LOST
                        : await(socket, sent, n -> EchoMessage.isReply(answer, n, withHeader, target.isIpv6(), token));
            }
            return outcome(ProbeMethod.ICMP, roundTrips);
        }
    }

    private double connect(Target target) throws IOException {
        try (ProbeSocket socket = ProbeSocket.open(namespace, ProbeSocket.Kind.TCP, target.isIpv6())) {
            if (socket == null) {
                return LOST;
            }
            long sent = nanos.getAsLong();
            int error = socket.connect(target.bytes(), target.scope(), DNS_PORT, TIMEOUT_NANOS);
            return error == 0 || error == Errno.ECONNREFUSED ? since(sent) : LOST;
        }
    }

    /** Asks for the name servers of the root, which every resolver knows. */
    private double query(Target target) throws IOException {
        try (ProbeSocket socket = ProbeSocket.open(namespace, ProbeSocket.Kind.UDP, target.isIpv6())) {
            if (socket == null || socket.connect(target.bytes(), target.scope(), DNS_PORT, TIMEOUT_NANOS) != 0) {
                return LOST;
            }
            short id = (short) random.nextInt();
            long sent = nanos.getAsLong();
            return socket.send(rootQuery(id)) != 0 ? LOST : await(socket, sent, n -> isDnsAnswer(n, id));
        }
    }

    /** RFC 1035, 4.1: id, flags (recursion desired), counts (one question), and the question: the root, NS, IN. */
    private static byte[] rootQuery(short id) {
        return ByteBuffer.allocate(DNS_QUERY_BYTES)
                .putShort(id)
                .putShort((short) 0x0100)
                .putShort((short) 1)
                .putShort((short) 0)
                .putInt(0)
                .put((byte) 0)
                .putShort((short) 2)
                .putShort((short) 1)
                .array();
    }

    private boolean isDnsAnswer(int length, short id) {
        return length >= DNS_HEADER_BYTES && ByteBuffer.wrap(answer).getShort(0) == id && answer[2] < 0; // bit QR
    }

    /** Says of what was received whether it is the answer. */
    private interface Check {
        boolean isAnswer(int length);
    }

    private double await(ProbeSocket socket, long sent, Check check) {
        while (true) {
            long left = TIMEOUT_NANOS - (nanos.getAsLong() - sent);
            int length = left <= 0 ? -Errno.EAGAIN : socket.receive(answer, left);
            if (length >= 0 && check.isAnswer(length)) {
                return since(sent);
            }
            if (length < 0 && length != -Errno.EINTR) {
                return LOST;
            }
        }
    }

    private double since(long sent) {
        return (nanos.getAsLong() - sent) / NANOS_PER_MILLI;
    }

    private static Outcome outcome(ProbeMethod method, double[] roundTrips) {
        double sum = 0;
        int answered = 0;
        for (double roundTrip : roundTrips) {
            if (!Double.isNaN(roundTrip)) {
                sum += roundTrip;
                answered++;
            }
        }
        double loss = ProcText.oneDecimal((PROBES - answered) * 100.0 / PROBES);
        return new Outcome(method, answered == 0 ? null : sum / answered, loss);
    }
}
