package io.netwatch.e2e.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A network namespace with an address, for pods that are run by hand. */
public final class Sandbox {
    private final ContainerPlace place;
    private final String address;
    private final CgroupTree cgroup;

    Sandbox(ContainerPlace place, String address, CgroupTree cgroup) {
        this.place = place;
        this.address = address;
        this.cgroup = cgroup;
    }

    public String address() {
        return address;
    }

    /** Starts a program in it, which is in no pod; it ends with the testbed. Its errors go where this process's do. */
    public Process start(List<String> command) {
        List<String> words = new ArrayList<>(List.of("setsid"));
        words.addAll(command);
        try {
            return new ProcessBuilder(place.within(cgroup, words))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
