package io.netwatch.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names of the sections of an ELF64 file: in a BPF object one for each kind of program, and those of its maps,
 * constants and type information.
 *
 * <p>Offsets are those of {@code Elf64_Ehdr} and {@code Elf64_Shdr} in the System V ABI.
 */
final class ElfSections {

    private static final int MAGIC = 0x7f454c46;
    private static final int E_SHOFF = 40;
    private static final int E_SHENTSIZE = 58;
    private static final int E_SHNUM = 60;
    private static final int E_SHSTRNDX = 62;
    private static final int SH_NAME = 0;
    private static final int SH_OFFSET = 24;

    private final ByteBuffer file;

    private ElfSections(ByteBuffer file) {
        this.file = file;
    }

    static Set<String> of(byte[] file) {
        ByteBuffer buffer = ByteBuffer.wrap(file);
        if (file.length < 64 || buffer.getInt(0) != MAGIC) {
            throw new IllegalArgumentException("not an ELF file");
        }
        return new ElfSections(buffer.order(ByteOrder.LITTLE_ENDIAN)).names();
    }

    private Set<String> names() {
        int namesAt = (int) file.getLong(header(file.getShort(E_SHSTRNDX)) + SH_OFFSET);
        Set<String> names = new TreeSet<>();
        for (int i = 1; i < file.getShort(E_SHNUM); i++) {
            names.add(text(namesAt + file.getInt(header(i) + SH_NAME)));
        }
        return names;
    }

    private int header(int section) {
        return (int) file.getLong(E_SHOFF) + section * file.getShort(E_SHENTSIZE);
    }

    private String text(int start) {
        int length = 0;
        while (file.get(start + length) != 0) {
            length++;
        }
        byte[] text = new byte[length];
        file.get(start, text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
