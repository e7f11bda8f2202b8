package io.netwatch.agent.collect;

import io.netwatch.api.snapshot.InterfaceMetric;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Interfaces of the host's network namespace, but for its loopback, which netwatch-sdk leaves out as well. Rates are over the time since
 * the read before. One whose counters fall has been made anew: it begins with no difference. One that was gone in a read, when it
 * comes again, begins without history. Used by one thread.
 */
public final class Interfaces {
    private static final String LOOPBACK = "lo";
    private static final int HEADING_LINES = 2;
    private static final int IFF_UP = 1; // include/uapi/linux/if.h

    private final Path dev;
    private final Path sysClassNet;
    private final LongSupplier nanos;
    private final Map<String, InterfaceState> states = new HashMap<>();
    private long malformed;

    /**
     * @param hostNet {@code /proc/1/net}: that process is in the host's namespace
     * @param sysClassNet {@code /sys/class/net} of a sysfs that was mounted in that namespace, {@code /proc/1/root/sys/class/net}; it
     *     tells which interfaces are up
     * @param nanos any steady clock
     */
    public Interfaces(Path hostNet, Path sysClassNet, LongSupplier nanos) {
        this.dev = hostNet.resolve("dev");
        this.sysClassNet = sysClassNet;
        this.nanos = nanos;
    }

    /** In the kernel's order. Fails when counters can't be read. */
    public List<InterfaceMetric> read() throws IOException {
        List<String> lines = ProcText.lines(dev);
        long now = nanos.getAsLong();
        List<InterfaceMetric> metrics = new ArrayList<>();
        Set<String> present = new HashSet<>();
        for (String line : lines.subList(Math.min(HEADING_LINES, lines.size()), lines.size())) {
            InterfaceCounters counters = InterfaceCounters.parse(line);
            if (counters == null || !present.add(counters.name())) {
                malformed++;
            } else if (!counters.name().equals(LOOPBACK)) {
                InterfaceState state = states.computeIfAbsent(counters.name(), name -> new InterfaceState());
                metrics.add(state.next(counters, isUp(counters), now));
            }
        }
        states.keySet().retainAll(present);
        return metrics;
    }

    /** Lines since the start that were of no interface. */
    public long malformed() {
        return malformed;
    }

    /**
     * As the kernel says (Documentation/networking/operstates.rst); where the driver does not say, as it was set. One whose state can't
     * be read counts as up when it has ever carried a packet.
     */
    private boolean isUp(InterfaceCounters counters) {
        String state = told(counters.name(), "operstate");
        if (state == null) {
            return counters.rxPackets() > 0 || counters.txPackets() > 0;
        }
        return switch (state.strip()) {
            case "up" -> true;
            case "unknown" -> isSetUp(told(counters.name(), "flags"));
            default -> false;
        };
    }

    /** Null when it can't be read, or this process can't spell the name. */
    private String told(String name, String file) {
        try {
            return ProcText.readOrNull(sysClassNet.resolve(name).resolve(file));
        } catch (InvalidPathException e) {
            return null;
        }
    }

    /** Of {@code 0x1003}. */
    private static boolean isSetUp(String flags) {
        try {
            return flags != null && (Integer.decode(flags.strip()) & IFF_UP) != 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
