package io.netwatch.bpf;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/** The compiled BPF object (ELF, with BTF) that this module ships. Safe to use from any thread. */
public final class BpfObjectFile {

    /** Where the object lies on the class path. */
    public static final String RESOURCE = "/io/netwatch/bpf/netwatch.bpf.o";

    private BpfObjectFile() {}

    /**
     * The whole object.
     *
     * @throws FileNotFoundException when the build left the object out
     */
    public static byte[] read() throws IOException {
        try (InputStream object = BpfObjectFile.class.getResourceAsStream(RESOURCE)) {
            if (object == null) {
                throw new FileNotFoundException("The BPF object " + RESOURCE
                        + " is missing from the class path; build the module bpf, or name a file with --bpf-object");
            }
            return object.readAllBytes();
        }
    }
}
