package io.netwatch.api.snapshot;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.io.StringWriter;
import java.util.IdentityHashMap;

/**
 * Writes a connection, of which a snapshot has thousands, as Jackson would by {@link ConnectionDetail}'s annotations, in less time:
 * nothing is called by reflection, and names are encoded once. FieldsTest holds it to each of them.
 */
final class ConnectionWriter extends StdSerializer<ConnectionDetail> {
    private static final long serialVersionUID = 1L;

    private static final SerializedString PROTOCOL = new SerializedString("protocol");
    private static final SerializedString LOCAL_ADDR = new SerializedString("local_addr");
    private static final SerializedString REMOTE_ADDR = new SerializedString("remote_addr");
    private static final SerializedString STATE = new SerializedString("state");
    private static final SerializedString PID = new SerializedString("pid");
    private static final SerializedString PROCESS_NAME = new SerializedString("process_name");
    private static final SerializedString KERNEL_RTT_US = new SerializedString("kernel_rtt_us");
    private static final SerializedString KUBERNETES = new SerializedString("kubernetes");
    private static final SerializedString PEER = new SerializedString("peer");
    private static final SerializedString DIRECTION = new SerializedString("direction");
    private static final SerializedString OPENED_AT = new SerializedString("opened_at");
    private static final SerializedString CONNECT_LATENCY_US = new SerializedString("connect_latency_us");
    private static final SerializedString RX_BYTES = new SerializedString("rx_bytes");
    private static final SerializedString TX_BYTES = new SerializedString("tx_bytes");
    private static final SerializedString RETRANSMITS = new SerializedString("retransmits");
    private static final SerializedString ERROR = new SerializedString("error");
    private static final SerializedString NAMESPACE = new SerializedString("namespace");
    private static final SerializedString POD = new SerializedString("pod");
    private static final SerializedString UID = new SerializedString("uid");
    private static final SerializedString CONTAINER = new SerializedString("container");
    private static final SerializedString WORKLOAD_KIND = new SerializedString("workload_kind");
    private static final SerializedString WORKLOAD = new SerializedString("workload");
    private static final SerializedString NODE = new SerializedString("node");
    private static final SerializedString ATTRIBUTION = new SerializedString("attribution");
    private static final SerializedString SERVICE = new SerializedString("service");
    private static final SerializedString DNS_NAME = new SerializedString("dns_name");

    ConnectionWriter() {
        super(ConnectionDetail.class);
    }

    @Override
    public void serialize(ConnectionDetail row, JsonGenerator to, SerializerProvider provider) throws IOException {
        to.writeStartObject();
        optional(to, PROTOCOL, row.protocol());
        optional(to, LOCAL_ADDR, row.localAddr());
        optional(to, REMOTE_ADDR, row.remoteAddr());
        optional(to, STATE, row.state());
        required(to, row);
        roundTrip(to, row.kernelRttUs());
        Ends ends = ends(provider);
        ends.write(to, KUBERNETES, row.kubernetes());
        ends.write(to, PEER, row.peer());
        optional(to, DIRECTION, row.direction());
        optional(to, OPENED_AT, row.openedAt());
        optional(to, CONNECT_LATENCY_US, row.connectLatencyUs());
        optional(to, RX_BYTES, row.rxBytes());
        optional(to, TX_BYTES, row.txBytes());
        if (row.retransmits() != null) {
            to.writeFieldName(RETRANSMITS);
            to.writeNumber(row.retransmits());
        }
        optional(to, ERROR, row.error());
        to.writeEndObject();
    }

    /** What is null when it is not known. */
    private static void required(JsonGenerator to, ConnectionDetail row) throws IOException {
        to.writeFieldName(PID);
        if (row.pid() == null) {
            to.writeNull();
        } else {
            to.writeNumber(row.pid());
        }
        to.writeFieldName(PROCESS_NAME);
        if (row.processName() == null) {
            to.writeNull();
        } else {
            to.writeString(WholeStrings.whole(row.processName()));
        }
    }

    /** The kernel's have no fraction, and a whole number is written in less time than one that might have one. */
    private static void roundTrip(JsonGenerator to, Double micros) throws IOException {
        if (micros == null) {
            return;
        }
        to.writeFieldName(KERNEL_RTT_US);
        int whole = micros.intValue();
        if (whole == micros && whole > 0) {
            to.writeNumber(whole);
        } else {
            to.writeNumber(micros);
        }
    }

    private static Ends ends(SerializerProvider provider) {
        Ends ends = (Ends) provider.getAttribute(Ends.class);
        if (ends == null) {
            ends = new Ends();
            provider.setAttribute(Ends.class, ends);
        }
        return ends;
    }

    /** Of one snapshot, the ends that were written: thousands of its connections share some hundreds, each the same object. */
    private static final class Ends {
        private static final int MOST = 1024;

        private final IdentityHashMap<Object, SerializedString> written = new IdentityHashMap<>();

        void write(JsonGenerator to, SerializedString name, Object end) throws IOException {
            if (end == null) {
                return;
            }
            to.writeFieldName(name);
            SerializedString json = written.get(end);
            if (json == null && written.size() < MOST) {
                json = new SerializedString(json(to, end));
                written.put(end, json);
            }
            if (json == null) {
                writeEnd(to, end);
            } else {
                to.writeRawValue(json);
            }
        }

        private static String json(JsonGenerator to, Object end) throws IOException {
            StringWriter text = new StringWriter();
            try (JsonGenerator alone = to.getCodec().getFactory().createGenerator(text)) {
                writeEnd(alone, end);
            }
            return text.toString();
        }

        private static void writeEnd(JsonGenerator to, Object end) throws IOException {
            if (end instanceof Kubernetes local) {
                ConnectionWriter.write(to, local);
            } else if (end instanceof Peer peer) {
                ConnectionWriter.write(to, peer);
            }
        }
    }

    private static void write(JsonGenerator to, Kubernetes end) throws IOException {
        to.writeStartObject();
        optional(to, NAMESPACE, end.namespace());
        optional(to, POD, end.pod());
        optional(to, UID, end.uid());
        optional(to, CONTAINER, end.container());
        optional(to, WORKLOAD_KIND, end.workloadKind());
        optional(to, WORKLOAD, end.workload());
        optional(to, NODE, end.node());
        optional(to, ATTRIBUTION, end.attribution());
        to.writeEndObject();
    }

    private static void write(JsonGenerator to, Peer end) throws IOException {
        to.writeStartObject();
        optional(to, NAMESPACE, end.namespace());
        optional(to, POD, end.pod());
        optional(to, UID, end.uid());
        optional(to, CONTAINER, end.container());
        optional(to, WORKLOAD_KIND, end.workloadKind());
        optional(to, WORKLOAD, end.workload());
        optional(to, NODE, end.node());
        optional(to, ATTRIBUTION, end.attribution());
        optional(to, SERVICE, end.service());
        optional(to, DNS_NAME, end.dnsName());
        to.writeEndObject();
    }

    private static void optional(JsonGenerator to, SerializedString name, String value) throws IOException {
        if (value != null) {
            to.writeFieldName(name);
            to.writeString(WholeStrings.whole(value));
        }
    }

    private static void optional(JsonGenerator to, SerializedString name, Long value) throws IOException {
        if (value != null) {
            to.writeFieldName(name);
            to.writeNumber(value);
        }
    }
}
