package io.netwatch.operator.config;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * Where agents keep snapshots that are not delivered yet.
 *
 * @param path folder of each node, made when it is not there; empty for one that goes with the agent's pod
 * @param size of all that waits on a node, in bytes; the oldest goes first
 */
public record SpoolSettings(String path, Quantity size) {
    private static final String DEFAULT_PATH = "/var/lib/netwatch";
    private static final String DEFAULT_SIZE = "64Mi";
    private static final BigDecimal KIB = BigDecimal.valueOf(1 << 10);
    private static final BigDecimal MIN = BigDecimal.valueOf(1 << 20);
    private static final BigDecimal MAX = BigDecimal.valueOf(1L << 40);

    /** A folder below the root, of plain names, that no element leads out of. */
    private static final Pattern PATH = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._-]+)+");

    /** A folder of the node, and no more than a node without a cloud for some hours can spare. */
    public static final SpoolSettings DEFAULT = new SpoolSettings(null, null);

    public SpoolSettings {
        path = path == null ? DEFAULT_PATH : path;
        InvalidConfigException.unless(
                path.isEmpty() || PATH.matcher(path).matches(),
                "agent.spool.path must be a folder such as /var/lib/netwatch, or empty; got " + path);
        size = size == null ? Quantity.parse(DEFAULT_SIZE) : size;
        InvalidConfigException.unless(
                size.getNumericalAmount().compareTo(MIN) >= 0
                        && size.getNumericalAmount().compareTo(MAX) <= 0,
                "agent.spool.size must be from 1Mi to 1Ti; got " + size);
    }

    /** The size in whole units of 1024 bytes, rounded down. */
    public long kibibytes() {
        return size.getNumericalAmount().divideToIntegralValue(KIB).longValueExact();
    }
}
