package io.netwatch.agent.send;

import io.netwatch.api.snapshot.Snapshot;
import io.netwatch.api.snapshot.SnapshotJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * How a snapshot waits: its JSON in zlib's format, RFC 1950. Names repeat in it, so the fastest level does. It is packed as it is written, and
 * unpacked as it is read: all of it at once, some MB, would be much for an agent's heap.
 */
final class Packed {
    private static final int BUFFER_BYTES = 8 * 1024;

    private final byte[] bytes;
    private final int size;

    private Packed(byte[] bytes, int size) {
        this.bytes = bytes;
        this.size = size;
    }

    /** As {@link #bytes} gave it; {@code size} is that of the JSON. */
    static Packed read(byte[] bytes, int size) {
        return new Packed(bytes, size);
    }

    static Packed of(byte[] json) {
        return pack(deflater -> {
            Pack pack = new Pack(deflater);
            pack.write(json);
            return pack;
        });
    }

    /** As {@link SnapshotJson#write(Snapshot)} writes it. */
    static Packed of(Snapshot snapshot) {
        return pack(deflater -> SnapshotJson.write(snapshot, SnapshotJson.MAX_BYTES, () -> new Pack(deflater)));
    }

    private interface Packing {
        Pack pack(Deflater deflater) throws IOException;
    }

    private static Packed pack(Packing packing) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (Pack pack = packing.pack(deflater)) {
            pack.finish();
            return new Packed(pack.packed.toByteArray(), Math.toIntExact(deflater.getBytesRead()));
        } catch (IOException e) {
            throw new IllegalStateException("memory can be written to", e);
        } finally {
            deflater.end();
        }
    }

    private static final class Pack extends DeflaterOutputStream {
        private final ByteArrayOutputStream packed;

        Pack(Deflater deflater) {
            this(deflater, new ByteArrayOutputStream(BUFFER_BYTES));
        }

        private Pack(Deflater deflater, ByteArrayOutputStream packed) {
            super(packed, deflater, BUFFER_BYTES);
            this.packed = packed;
            deflater.reset();
        }
    }

    /** The JSON in UTF-8. */
    InputStream unpack() {
        return new InflaterInputStream(new ByteArrayInputStream(bytes));
    }

    /** All of the JSON; throws {@link IllegalArgumentException} for other bytes than {@link #of} made. */
    byte[] json() {
        try (InputStream unpacked = unpack()) {
            byte[] json = unpacked.readNBytes(size);
            if (json.length != size) {
                throw new IllegalArgumentException("a packed snapshot of " + size + " bytes has " + json.length);
            }
            return json;
        } catch (IOException e) {
            throw new IllegalArgumentException("a packed snapshot is damaged", e);
        }
    }

    /** Bytes of the JSON. */
    int size() {
        return size;
    }

    /** Not a copy. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return bytes.length;
    }
}
