package io.netwatch.agent.event;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The structs in an ELF object's section .BTF, Documentation/bpf/btf.rst: of each its size and the offsets of its
 * members, in bytes.
 */
public final class Btf {
    private static final int KIND_INT = 1;
    private static final int KIND_ARRAY = 3;
    private static final int KIND_STRUCT = 4;
    private static final int KIND_UNION = 5;
    private static final int KIND_ENUM = 6;
    private static final int KIND_FUNC_PROTO = 13;
    private static final int KIND_VAR = 14;
    private static final int KIND_DATASEC = 15;
    private static final int KIND_DECL_TAG = 17;
    private static final int KIND_ENUM64 = 19;

    private final Map<String, Struct> structs = new LinkedHashMap<>();
    private final Map<String, Integer> enumerators = new LinkedHashMap<>();

    public record Struct(int bytes, Map<String, Integer> offsets) {}

    private Btf() {}

    /** Reads the types of an object file. */
    public static Btf of(byte[] elf) {
        Btf btf = new Btf();
        ByteBuffer section = section(ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN), ".BTF");
        int header = section.getInt(4);
        ByteBuffer types = slice(section, header + section.getInt(8), section.getInt(12));
        ByteBuffer names = slice(section, header + section.getInt(16), section.getInt(20));
        while (types.hasRemaining()) {
            btf.read(types, names);
        }
        return btf;
    }

    public Struct struct(String name) {
        Struct struct = structs.get(name);
        if (struct == null) {
            throw new AssertionError("the object's BTF has no struct " + name);
        }
        return struct;
    }

    public int enumerator(String name) {
        return enumerators.get(name);
    }

    private void read(ByteBuffer types, ByteBuffer names) {
        String name = string(names, types.getInt());
        int info = types.getInt();
        int size = types.getInt();
        int kind = info >>> 24 & 0x1f;
        int members = info & 0xffff;
        boolean bitfields = info < 0;
        switch (kind) {
            case KIND_INT, KIND_VAR, KIND_DECL_TAG -> types.getInt();
            case KIND_ARRAY -> types.position(types.position() + 12);
            case KIND_STRUCT, KIND_UNION -> {
                Map<String, Integer> offsets = new LinkedHashMap<>();
                for (int i = 0; i < members; i++) {
                    String member = string(names, types.getInt());
                    types.getInt();
                    int bits = types.getInt();
                    offsets.put(member, (bitfields ? bits & 0xffffff : bits) / 8);
                }
                structs.put(name, new Struct(size, offsets));
            }
            case KIND_ENUM -> {
                for (int i = 0; i < members; i++) {
                    enumerators.put(string(names, types.getInt()), types.getInt());
                }
            }
            case KIND_FUNC_PROTO -> types.position(types.position() + members * 8);
            case KIND_DATASEC, KIND_ENUM64 -> types.position(types.position() + members * 12);
            default -> {
                // nothing follows
            }
        }
    }

    private static ByteBuffer section(ByteBuffer elf, String wanted) {
        long headers = elf.getLong(0x28);
        int headerBytes = elf.getShort(0x3a);
        int count = elf.getShort(0x3c);
        int namesIndex = elf.getShort(0x3e);
        ByteBuffer names = content(elf, (int) headers + namesIndex * headerBytes);
        for (int i = 0; i < count; i++) {
            int header = (int) headers + i * headerBytes;
            if (string(names, elf.getInt(header)).equals(wanted)) {
                return content(elf, header);
            }
        }
        throw new AssertionError("no section " + wanted);
    }

    private static ByteBuffer content(ByteBuffer elf, int header) {
        return slice(elf, (int) elf.getLong(header + 0x18), (int) elf.getLong(header + 0x20));
    }

    private static ByteBuffer slice(ByteBuffer buffer, int offset, int length) {
        return buffer.slice(offset, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String string(ByteBuffer names, int offset) {
        int end = offset;
        while (names.get(end) != 0) {
            end++;
        }
        byte[] bytes = new byte[end - offset];
        names.get(offset, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
