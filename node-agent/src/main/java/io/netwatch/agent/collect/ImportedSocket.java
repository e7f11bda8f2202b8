package io.netwatch.agent.collect;

import io.netwatch.api.snapshot.ConnectionDetail;

/** A socket while its lines are read; null = not told. */
final class ImportedSocket {
    String protocol;
    SocketName local;
    SocketName peer;
    String state;
    Integer pid;
    String process;
    Double rttMicros;
    Long rxBytes;
    Long txBytes;

    boolean isConnection() {
        return peer != null && peer.isPeer() && !SocketState.LISTEN.equals(state);
    }

    /** A number that is told in milliseconds, of more digits than it has meaning below a microsecond; 0 = none was measured. */
    void setRttMillis(String millis) {
        if (!millis.matches("\\d{1,9}(\\.\\d{1,9})?")) {
            return;
        }
        double micros = Math.round(Double.parseDouble(millis) * 1000);
        rttMicros = micros > 0 ? Double.valueOf(micros) : null;
    }

    ConnectionDetail toDetail() {
        return new ConnectionDetail(
                protocol,
                local.toString(),
                peer.toString(),
                state,
                pid,
                process,
                rttMicros,
                null,
                null,
                null,
                null,
                null,
                rxBytes,
                txBytes,
                null,
                null);
    }
}
