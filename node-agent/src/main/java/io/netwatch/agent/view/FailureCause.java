package io.netwatch.agent.view;

import io.netwatch.agent.libbpf.Errno;

/** Why a connection failed, in words a person can act on. */
final class FailureCause {
    private FailureCause() {}

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
