package io.netwatch.api.snapshot;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * Counters of a network interface of the host, since it came up.
 *
 * @param rxBytesDelta since the snapshot before; 0 in the first one
 * @param txBytesDelta likewise
 * @param rxRate bytes a second since the snapshot before, 0.0 in the first one; left out when absent, as all that follow
 * @param rxHistory the last 60 rates, oldest first, in whole bytes a second; absent in the first snapshot
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
public record InterfaceMetric(
        String name,
        boolean isUp,
        long rxBytes,
        long txBytes,
        long rxBytesDelta,
        long txBytesDelta,
        long rxPackets,
        long txPackets,
        long rxErrors,
        long txErrors,
        long rxDrops,
        long txDrops,
        @JsonInclude(JsonInclude.Include.NON_NULL) Double rxRate,
        @JsonInclude(JsonInclude.Include.NON_NULL) Double txRate,
        @JsonInclude(JsonInclude.Include.NON_NULL) List<Long> rxHistory,
        @JsonInclude(JsonInclude.Include.NON_NULL) List<Long> txHistory) {
    /** Rates that are kept. */
    public static final int HISTORY = 60;

    public InterfaceMetric {
        requireNonNull(name, "name");
        rxBytes = Numbers.count(rxBytes);
        txBytes = Numbers.count(txBytes);
        rxBytesDelta = Numbers.count(rxBytesDelta);
        txBytesDelta = Numbers.count(txBytesDelta);
        rxPackets = Numbers.count(rxPackets);
        txPackets = Numbers.count(txPackets);
        rxErrors = Numbers.count(rxErrors);
        txErrors = Numbers.count(txErrors);
        rxDrops = Numbers.count(rxDrops);
        txDrops = Numbers.count(txDrops);
        rxRate = Numbers.finiteOrNull(rxRate);
        txRate = Numbers.finiteOrNull(txRate);
        rxHistory = Numbers.counts(rxHistory);
        txHistory = Numbers.counts(txHistory);
    }
}
