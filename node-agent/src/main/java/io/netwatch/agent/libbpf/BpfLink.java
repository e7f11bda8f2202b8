package io.netwatch.agent.libbpf;

import jnr.ffi.Pointer;

/** An attached program. Closing detaches it. */
public final class BpfLink implements AutoCloseable {
    private final LibBpf bpf;
    private Pointer link;

    BpfLink(LibBpf bpf, Pointer link) {
        this.bpf = bpf;
        this.link = link;
    }

    int descriptor() {
        return bpf.bpf_link__fd(link);
    }

    @Override
    public void close() {
        if (link != null) {
            bpf.bpf_link__destroy(link);
            link = null;
        }
    }
}
