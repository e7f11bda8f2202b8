package io.netwatch.agent.libbpf;

import jnr.ffi.Memory;
import jnr.ffi.Pointer;

/** An iterator program: each run walks the kernel's objects once and gives what the program wrote. */
public final class BpfIterator {
    /** More than the kernel's own buffer for an iterator (eight pages, kernel/bpf/bpf_iter.c), so no record is cut. */
    private static final int BUFFER_BYTES = 128 * 1024;

    private final LibBpf bpf;
    private final BpfLink link;
    private final Pointer buffer = Memory.allocateDirect(Native.runtime(), BUFFER_BYTES);

    BpfIterator(LibBpf bpf, BpfLink link) {
        this.bpf = bpf;
        this.link = link;
    }

    /** Takes whole records of a run. */
    public interface Output {
        void accept(long address, int length);
    }

    /** Runs once, to the end. */
    public void run(Output output) throws BpfException {
        int descriptor = bpf.bpf_iter_create(link.descriptor());
        if (descriptor < 0) {
            throw failed("start", -descriptor);
        }
        try {
            for (long read = read(descriptor); read > 0; read = read(descriptor)) {
                output.accept(buffer.address(), (int) read);
            }
        } finally {
            Native.libc().close(descriptor);
        }
    }

    private long read(int descriptor) throws BpfException {
        while (true) {
            long read = Native.libc().read(descriptor, buffer, BUFFER_BYTES);
            if (read >= 0) {
                return read;
            }
            int errno = Native.lastError();
            if (errno != Errno.EINTR) {
                throw failed("read", errno);
            }
        }
    }

    private static BpfException failed(String operation, int errno) {
        return new BpfException(
                FailureReason.IO, "Could not " + operation + " a BPF iterator: " + Errno.name(errno) + ".", "");
    }
}
