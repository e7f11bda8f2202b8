package io.netwatch.agent.send;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;

/** How a snapshot lies in the spool: its JSON in zlib's format, RFC 1950. Names repeat in it, so the fastest level does. */
final class Packed {
    private static final int BUFFER_BYTES = 8 * 1024;

    private final byte[] bytes;

    private Packed(byte[] bytes) {
        this.bytes = bytes;
    }

    /** As {@link #bytes} gave it. */
    static Packed read(byte[] bytes) {
        return new Packed(bytes);
    }

    static Packed of(byte[] json) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        ByteArrayOutputStream packed = new ByteArrayOutputStream(BUFFER_BYTES);
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater, BUFFER_BYTES)) {
            out.write(json);
        } catch (IOException e) {
            throw new IllegalStateException("memory can be written to", e);
        } finally {
            deflater.end();
        }
        return new Packed(packed.toByteArray());
    }

    /** {@code size} is that of the JSON; throws {@link IllegalArgumentException} for other bytes than {@link #of} made. */
    byte[] json(int size) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(bytes);
            byte[] json = new byte[size];
            int length = inflater.inflate(json);
            if (length != size) {
                throw new IllegalArgumentException("a packed snapshot of " + size + " bytes has " + length);
            }
            return json;
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("a packed snapshot is damaged", e);
        } finally {
            inflater.end();
        }
    }

    /** Not a copy. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return bytes.length;
    }
}
