package io.netwatch.agent.view;

import io.netwatch.agent.identify.Party;
import io.netwatch.agent.libbpf.Errno;
import io.netwatch.agent.track.Connection;

/** Why a connection failed, in words a person can act on. */
final class FailureCause {
    private FailureCause() {}

    /** As {@link #describe(int)}; where Kubernetes explains it, that first. */
    static String describe(Connection connection) {
        String said = describe(connection.error());
        Party.Service service = connection.peerParty().service();
        return switch (connection.trouble()) {
            case NONE -> said;
            case NO_ENDPOINTS -> name(service) + " has no endpoints: " + said;
            case NO_READY_ENDPOINTS -> name(service) + " has no ready endpoint: " + said;
            case POD_ENDED -> "the pod has ended: " + said;
        };
    }

    private static String name(Party.Service service) {
        return service == null ? "the service" : "service " + service.name();
    }

    /** For example {@code refused (ECONNREFUSED)}; empty for 0. */
    static String describe(int errno) {
        if (errno == 0) {
            return "";
        }
        String name = Errno.name(errno);
        String words = words(errno);
        return words.isEmpty() ? name : words + " (" + name + ")";
    }

    private static String words(int errno) {
        return switch (errno) {
            case Errno.ECONNREFUSED -> "refused";
            case Errno.ETIMEDOUT -> "no answer";
            case Errno.ECONNRESET -> "reset by peer";
            case Errno.EHOSTUNREACH -> "host unreachable";
            case Errno.ENETUNREACH -> "network unreachable";
            case Errno.EADDRNOTAVAIL -> "no local address or port";
            case Errno.EACCES, Errno.EPERM -> "forbidden on this host";
            case Errno.EINTR -> "interrupted";
            default -> "";
        };
    }
}
