package io.netwatch.e2e.testbed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where a container's processes run: in which network namespace, with which {@code /etc/hosts}. */
record ContainerPlace(NetNamespace network, Path hosts) {
    /**
     * The shell becomes the program by and by, so that the program is in its cgroup and namespaces from its first step on, and has
     * the process id that the shell had.
     */
    private static final String ENTER = """
            cgroup=$1 namespace=$2 hosts=$3
            shift 3
            echo $$ >"$cgroup/cgroup.procs" || exit 125
            exec nsenter --net="/run/netns/$namespace" unshare --mount \
                sh -c 'mount --bind "$0" /etc/hosts && exec "$@"' "$hosts" "$@"
            """;

    /** The command as it runs here. */
    List<String> within(CgroupTree cgroup, List<String> command) {
        List<String> all = new ArrayList<>(List.of("sh", "-c", ENTER, "sh"));
        all.add(cgroup.folder().toString());
        all.add(network.name());
        all.add(hosts.toString());
        all.addAll(command);
        return all;
    }
}
