package io.netwatch.api.snapshot;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * A connection. What follows {@code processName} is left out when absent.
 *
 * <p>With all fields and the longest names it is some 1,700 bytes, so that 10,000 would be three times what the server takes.
 * {@link SnapshotJson#write(Snapshot)} has the last of them, which carried least, say less until all fit: with the longest names of pods and
 * namespaces, and IPv6, each of 10,000 still names its own pod, and the more active ones their peer.
 *
 * @param protocol TCP or UDP
 * @param localAddr {@code 10.0.0.1:443} or {@code [::1]:443}
 * @param state as {@code ss} names it, {@code ESTAB} spelled out: ESTABLISHED, SYN_SENT, TIME_WAIT, ...
 * @param pid null = unknown
 * @param kernelRttUs smoothed round trip
 * @param kubernetes who is at the local end
 * @param peer who is at the other
 * @param direction outbound or inbound
 * @param openedAt when connect or the handshake began, RFC 3339 in UTC
 * @param connectLatencyUs from connect to its answer
 * @param rxBytes payload received
 * @param retransmits segments sent again
 * @param error name of the errno that ended it, such as ECONNREFUSED
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ConnectionDetail(
        String protocol,
        String localAddr,
        String remoteAddr,
        String state,
        Integer pid,
        String processName,
        @JsonInclude(JsonInclude.Include.NON_NULL) Double kernelRttUs,
        @JsonInclude(JsonInclude.Include.NON_NULL) Kubernetes kubernetes,
        @JsonInclude(JsonInclude.Include.NON_NULL) Peer peer,
        @JsonInclude(JsonInclude.Include.NON_NULL) String direction,
        @JsonInclude(JsonInclude.Include.NON_NULL) String openedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) Long connectLatencyUs,
        @JsonInclude(JsonInclude.Include.NON_NULL) Long rxBytes,
        @JsonInclude(JsonInclude.Include.NON_NULL) Long txBytes,
        @JsonInclude(JsonInclude.Include.NON_NULL) Integer retransmits,
        @JsonInclude(JsonInclude.Include.NON_NULL) String error) {
    public ConnectionDetail {
        requireNonNull(protocol, "protocol");
        requireNonNull(localAddr, "localAddr");
        requireNonNull(remoteAddr, "remoteAddr");
        requireNonNull(state, "state");
        pid = Numbers.countOrNull(pid);
        kernelRttUs = Numbers.finiteOrNull(kernelRttUs);
        connectLatencyUs = Numbers.countOrNull(connectLatencyUs);
        rxBytes = Numbers.countOrNull(rxBytes);
        txBytes = Numbers.countOrNull(txBytes);
        retransmits = Numbers.countOrNull(retransmits);
    }
}
