package io.netwatch.agent.libbpf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process may do, of capabilities(7), include/linux/capability.h. Without /proc the kernel's own answer stands. */
final class Capabilities {
    private static final Path STATUS = Path.of("/proc/self/status");

    // include/uapi/linux/capability.h
    private static final int NET_ADMIN = 12;
    private static final int SYS_ADMIN = 21;
    private static final int PERFMON = 38;
    private static final int BPF = 39;

    private Capabilities() {}

    /** Whether this process holds what loading tracing programs needs. */
    static boolean mayTrace() {
        long held = held();
        return has(held, SYS_ADMIN) || (has(held, BPF) && has(held, PERFMON));
    }

    static boolean mayAdministerNetworks() {
        return has(held(), NET_ADMIN);
    }

    private static long held() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith("CapEff:")) {
                    return Long.parseUnsignedLong(line.substring(7).trim(), 16);
                }
            }
        } catch (IOException e) {
            return -1;
        }
        return -1;
    }

    private static boolean has(long held, int capability) {
        return (held & (1L << capability)) != 0;
    }
}
