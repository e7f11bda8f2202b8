package io.netwatch.agent.view;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.netwatch.agent.event.Endpoint;
import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.identify.Party;
import io.netwatch.agent.identify.Trouble;
import io.netwatch.agent.libbpf.Errno;
import io.netwatch.agent.track.Connection;
import io.netwatch.agent.track.ConnectionChange;
import io.netwatch.agent.track.Owner;
import io.netwatch.api.identity.Workload;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;

/**
 * The one JSON form of a connection, in lines, REST and server-sent events alike. Every key is always there; null means
 * that the value is not known or does not apply. Times are RFC 3339 in UTC. Output is ASCII: names come from programs
 * that may mean harm to a terminal. Stateless; any thread.
 */
public final class ConnectionJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    private ConnectionJson() {}

    /** A change as an object on one line, without a line end. */
    public static String of(ConnectionChange change) {
        return object(json -> {
            json.writeStringField("event", eventName(change.kind()));
            writeFields(json, change.connection());
        });
    }

    /** Says, in place of changes, that so many of them could not be told. */
    public static String ofLost(long count) {
        return object(json -> {
            json.writeStringField("event", "lost");
            json.writeNumberField("count", count);
        });
    }

    /** An answer that is not a connection: one sentence. */
    public static String message(String sentence) {
        return object(json -> json.writeStringField("message", sentence));
    }

    /** Writes what is known, how much of it is left out, and how complete it is. */
    static void write(Completeness completeness, NewestConnections newest, OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            writeCompleteness(json, completeness);
            json.writeNumberField("matching", newest.matching());
            json.writeArrayFieldStart("items");
            for (Connection item : newest.items()) {
                json.writeStartObject();
                writeFields(json, item);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    /** The kind of a change as readers know it; both families' connects are one. */
    static String eventName(EventKind kind) {
        return switch (kind) {
            case CONNECT_V4, CONNECT_V6 -> "connect";
            case ACCEPT, CLOSE, CONNECT_FAILED, CGROUP, OPEN, DNS -> label(kind);
        };
    }

    private static void writeCompleteness(JsonGenerator json, Completeness completeness) throws IOException {
        json.writeObjectFieldStart("completeness");
        json.writeStringField("mode", completeness.mode().label());
        json.writeArrayFieldStart("notTaken");
        for (String sentence : completeness.notTaken()) {
            json.writeString(sentence);
        }
        json.writeEndArray();
        json.writeNumberField("open", completeness.open());
        json.writeNumberField("failed", completeness.failed());
        json.writeNumberField("evicted", completeness.evicted());
        json.writeObjectFieldStart("seen");
        for (EventKind kind : EventKind.values()) {
            json.writeNumberField(label(kind), completeness.seenOf(kind));
        }
        json.writeEndObject();
        json.writeObjectFieldStart("lost");
        for (Loss reason : Loss.values()) {
            json.writeNumberField(reason.label(), completeness.lostTo(reason));
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeFields(JsonGenerator json, Connection connection) throws IOException {
        // as text: it takes all of 64 bits, and many readers keep numbers in 53
        json.writeStringField("id", Long.toUnsignedString(connection.id()));
        json.writeStringField("direction", label(connection.direction()));
        json.writeStringField("state", connection.state().name());
        writeEndpoint(json, "local", connection.local());
        writeEndpoint(json, "peer", connection.peer());
        writeParty(json, "localParty", connection.localParty());
        writeParty(json, "peerParty", connection.peerParty());
        json.writeStringField("peerName", connection.peerName());
        writeProcess(json, connection.owner());
        writeCgroup(json, connection);
        json.writeNumberField("netns", connection.netns());
        writeTimes(json, connection);
        json.writeStringField("error", connection.error() == 0 ? null : Errno.name(connection.error()));
        json.writeBooleanField("failed", connection.failed());
        json.writeStringField("trouble", connection.trouble() == Trouble.NONE ? null : label(connection.trouble()));
        json.writeNumberField("rxBytes", connection.rxBytes());
        json.writeNumberField("txBytes", connection.txBytes());
        writeNumberOrNull(json, "rttMicros", connection.rttMicros(), connection.rttMicros() != 0);
        json.writeNumberField("retransmits", connection.retransmits());
        json.writeBooleanField("preexisting", connection.preexisting());
        json.writeBooleanField("polled", connection.polled());
        json.writeBooleanField("swept", connection.swept());
    }

    private static void writeEndpoint(JsonGenerator json, String key, Endpoint endpoint) throws IOException {
        json.writeObjectFieldStart(key);
        json.writeStringField("address", endpoint.address());
        json.writeNumberField("port", endpoint.port());
        json.writeEndObject();
    }

    private static void writeParty(JsonGenerator json, String key, Party party) throws IOException {
        json.writeObjectFieldStart(key);
        json.writeStringField("kind", label(party.kind()));
        json.writeStringField("attribution", label(party.attribution()).replace('_', '-'));
        json.writeBooleanField("stale", party.stale());
        json.writeStringField("namespace", party.namespace());
        json.writeStringField("name", party.name());
        writeWorkload(json, party.workload());
        json.writeStringField("container", party.container());
        json.writeStringField("node", party.node());
        writeService(json, party.service());
        json.writeEndObject();
    }

    private static void writeWorkload(JsonGenerator json, Workload workload) throws IOException {
        if (workload == null) {
            json.writeNullField("workload");
            return;
        }
        json.writeObjectFieldStart("workload");
        json.writeStringField("kind", workload.kind());
        json.writeStringField("name", workload.name());
        json.writeEndObject();
    }

    private static void writeService(JsonGenerator json, Party.Service service) throws IOException {
        if (service == null) {
            json.writeNullField("service");
            return;
        }
        json.writeObjectFieldStart("service");
        json.writeStringField("namespace", service.namespace());
        json.writeStringField("name", service.name());
        json.writeStringField("port", service.port());
        json.writeEndObject();
    }

    private static void writeProcess(JsonGenerator json, Owner owner) throws IOException {
        if (owner.tgid() == 0) {
            json.writeNullField("process");
            return;
        }
        json.writeObjectFieldStart("process");
        json.writeNumberField("pid", owner.tgid());
        json.writeNumberField("tid", owner.pid());
        json.writeNumberField("uid", Integer.toUnsignedLong(owner.uid()));
        json.writeStringField("comm", owner.comm());
        json.writeEndObject();
    }

    private static void writeCgroup(JsonGenerator json, Connection connection) throws IOException {
        if (connection.cgroup() == 0) {
            json.writeNullField("cgroup");
            return;
        }
        json.writeObjectFieldStart("cgroup");
        json.writeNumberField("id", connection.cgroup());
        json.writeStringField("path", connection.cgroupPath());
        json.writeEndObject();
    }

    private static void writeTimes(JsonGenerator json, Connection connection) throws IOException {
        boolean dated = connection.opened() != null;
        json.writeStringField("opened", dated ? connection.opened().toString() : null);
        json.writeStringField("changed", connection.changed().toString());
        boolean lasted = dated && ConnectionPhase.of(connection).isOver();
        long millis = lasted
                ? Duration.between(connection.opened(), connection.changed()).toMillis()
                : 0;
        writeNumberOrNull(json, "durationMillis", millis, lasted);
        long latency = connection.connectLatencyNanos();
        writeNumberOrNull(json, "connectLatencyMicros", latency / 1000, latency >= 0);
    }

    private static void writeNumberOrNull(JsonGenerator json, String key, long value, boolean known)
            throws IOException {
        if (known) {
            json.writeNumberField(key, value);
        } else {
            json.writeNullField(key);
        }
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String object(Fields fields) {
        StringWriter text = new StringWriter(512);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return text.toString();
    }

    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }
}
