package io.netwatch.agent.libbpf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;

/**
 * A BPF object in the kernel: opened, given its settings, loaded, attached. Used by one thread. Closing detaches every
 * program and frees every map; nothing is pinned, so nothing outlives the process either.
 */
public final class BpfObject implements AutoCloseable {
    private static final int CLOEXEC = 02000000; // O_CLOEXEC, and O_RDONLY: include/uapi/asm-generic/fcntl.h
    private static final String SETTINGS = ".rodata";

    private final LibBpf bpf;
    private final List<BpfLink> links = new ArrayList<>();
    private Pointer object;

    private BpfObject(LibBpf bpf, Pointer object) {
        this.bpf = bpf;
        this.object = object;
    }

    /** Parses an ELF image. */
    public static BpfObject open(byte[] image) throws BpfException {
        LibBpf bpf = Native.bpf();
        MessageLog.take();
        Pointer object = bpf.bpf_object__open_mem(image, image.length, null);
        if (object == null) {
            throw LoadFailure.unreadable(Native.lastError(), MessageLog.take());
        }
        return new BpfObject(bpf, object);
    }

    /** The bytes of section .rodata, to be set before {@link #load}; freed with the object. */
    public long settings() {
        return bpf.bpf_map__initial_value(pointerTo(SETTINGS), sizeOut()).address();
    }

    /** Section .bss, shared with the running programs; to be asked for after {@link #load}. */
    public MemoryMapping shared() throws BpfException {
        return mapping(".bss", NativeMemory.pageBytes());
    }

    /** The first bytes of an array map that may be mapped, shared with the running programs. */
    public MemoryMapping mapping(String map, long bytes) throws BpfException {
        long page = NativeMemory.pageBytes();
        return MemoryMapping.of(map(map), (bytes + page - 1) / page * page, true, 0);
    }

    /** To be called before {@link #load}. */
    public void setEntries(String map, int entries) throws BpfException {
        int result = bpf.bpf_map__set_max_entries(pointerTo(map), entries);
        if (result < 0) {
            throw LoadFailure.of(-result, MessageLog.take());
        }
    }

    /**
     * Takes the maps of another object of the same image, which is loaded, for its own, all but the settings. They live until both
     * are closed. To be called before {@link #load}.
     */
    public void share(BpfObject loaded) throws BpfException {
        Pointer settings = pointerTo(SETTINGS);
        Pointer map = bpf.bpf_object__next_map(object, null);
        Pointer theirs = bpf.bpf_object__next_map(loaded.object, null);
        while (map != null && theirs != null) {
            int result = map.equals(settings) ? 0 : bpf.bpf_map__reuse_fd(map, bpf.bpf_map__fd(theirs));
            if (result < 0) {
                throw new BpfException(
                        FailureReason.IO, "Could not share a BPF map: " + Errno.name(-result) + ".", MessageLog.take());
            }
            map = bpf.bpf_object__next_map(object, map);
            theirs = bpf.bpf_object__next_map(loaded.object, theirs);
        }
    }

    /** Loads these programs and every map. */
    public void load(Set<String> programs) throws BpfException {
        MessageLog.take();
        for (Pointer p = bpf.bpf_object__next_program(object, null);
                p != null;
                p = bpf.bpf_object__next_program(object, p)) {
            bpf.bpf_program__set_autoload(p, programs.contains(bpf.bpf_program__name(p)));
        }
        int result = bpf.bpf_object__load(object);
        if (result < 0) {
            throw LoadFailure.of(-result, MessageLog.take());
        }
    }

    public BpfMap map(String name) {
        return new BpfMap(bpf, bpf.bpf_map__fd(pointerTo(name)), name);
    }

    /** Attaches a program to what its section names. */
    public BpfLink attach(String program) throws BpfException {
        return linked(program, bpf.bpf_program__attach(programNamed(program)));
    }

    /** Attaches a program to a cgroup and all below it: {@code folder} is the cgroup's in the cgroup2 hierarchy. */
    public BpfLink attach(String program, Path folder) throws BpfException {
        int descriptor = Native.libc().open(folder.toString(), CLOEXEC);
        if (descriptor < 0) {
            throw new BpfException(
                    FailureReason.IO, "Could not open " + folder + ": " + Errno.name(Native.lastError()) + ".", "");
        }
        try {
            Pointer link = bpf.bpf_program__attach_cgroup(programNamed(program), descriptor);
            if (link == null) {
                throw AttachFailure.toCgroup(program, Native.lastError(), MessageLog.take());
            }
            return kept(link);
        } finally {
            Native.libc().close(descriptor);
        }
    }

    /** Attaches an iterator over a kernel object, as files of tasks. */
    public BpfIterator iterator(String program) throws BpfException {
        return new BpfIterator(bpf, linked(program, bpf.bpf_program__attach_iter(programNamed(program), null)));
    }

    /** A program that is attached to nothing. */
    public BpfProgram program(String program) {
        return new BpfProgram(bpf, bpf.bpf_program__fd(programNamed(program)), program);
    }

    /** How often a program was skipped because it would have interrupted itself on a CPU; 0 before kernel 5.12. */
    public long recursionMisses(String program) {
        // struct bpf_prog_info of include/uapi/linux/bpf.h: recursion_misses at 208
        Pointer info = Memory.allocateDirect(Native.runtime(), 232, true);
        Pointer length = Memory.allocateDirect(Native.runtime(), 4, true);
        length.putInt(0, 232);
        int descriptor = bpf.bpf_program__fd(programNamed(program));
        return bpf.bpf_obj_get_info_by_fd(descriptor, info, length) == 0 ? info.getLong(208) : 0;
    }

    @Override
    public void close() {
        if (object == null) {
            return;
        }
        links.forEach(BpfLink::close);
        links.clear();
        bpf.bpf_object__close(object);
        object = null;
    }

    private BpfLink linked(String program, Pointer link) throws BpfException {
        if (link == null) {
            throw AttachFailure.of(program, Native.lastError(), MessageLog.take());
        }
        return kept(link);
    }

    private BpfLink kept(Pointer link) {
        BpfLink attached = new BpfLink(bpf, link);
        links.add(attached);
        return attached;
    }

    private Pointer programNamed(String name) {
        Pointer program = bpf.bpf_object__find_program_by_name(object, name);
        if (program == null) {
            throw new IllegalArgumentException("The BPF object has no program " + name);
        }
        return program;
    }

    private Pointer pointerTo(String map) {
        Pointer pointer = bpf.bpf_object__find_map_by_name(object, map);
        if (pointer == null) {
            throw new IllegalArgumentException("The BPF object has no map " + map);
        }
        return pointer;
    }

    private static Pointer sizeOut() {
        return Memory.allocateDirect(Native.runtime(), 8, true);
    }
}
