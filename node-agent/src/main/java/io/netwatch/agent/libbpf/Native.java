package io.netwatch.agent.libbpf;

import jnr.ffi.LastError;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/** The loaded libraries. libbpf's messages go to {@link MessageLog}, of which there is one, as libbpf has one printer. */
final class Native {
    private static final String LIBBPF = "libbpf.so.1";
    private static final String LIBC = "libc.so.6";

    private static LibBpf bpf;

    private Native() {}

    /** The C library, which every Linux has. */
    static Libc libc() {
        return LibcHolder.LIBC_INSTANCE;
    }

    static synchronized LibBpf bpf() throws BpfException {
        if (bpf == null) {
            bpf = load();
        }
        return bpf;
    }

    static Runtime runtime() {
        return Runtime.getRuntime(libc());
    }

    /** The error number that the last call left, as a positive number. */
    static int lastError() {
        return LastError.getLastError(runtime());
    }

    static Pointer pointer(long address) {
        return Pointer.wrap(runtime(), address);
    }

    private static LibBpf load() throws BpfException {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new BpfException(
                    FailureReason.NOT_LINUX,
                    "Kernel events are there on Linux only: run the agent on a Linux machine.",
                    "");
        }
        try {
            LibBpf library =
                    LibraryLoader.create(LibBpf.class).failImmediately().load(LIBBPF);
            library.libbpf_set_print(MessageLog.PRINT);
            return library;
        } catch (UnsatisfiedLinkError e) {
            throw new BpfException(
                    FailureReason.LIBBPF_MISSING,
                    "libbpf 1.1 or newer is missing: install it (Debian: apt-get install libbpf1).",
                    String.valueOf(e.getMessage()));
        }
    }

    private static final class LibcHolder {
        static final Libc LIBC_INSTANCE =
                LibraryLoader.create(Libc.class).failImmediately().load(LIBC);
    }
}
