package io.netwatch.e2e.testbed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a container's processes run.
 *
 * @param network the network namespace
 * @param hosts is their {@code /etc/hosts}
 * @param first for a pod that sees the node's processes: the one that they are to take for the node's first; 0 for others
 */
record ContainerPlace(NetNamespace network, Path hosts, long first) {
    /**
     * The shell becomes the program by and by, so that the program is in its cgroup and namespaces from its first step on, and has
     * the process id that the shell had.
     */
    private static final String ENTER = """
            cgroup=$1 namespace=$2
            shift 2
            echo $$ >"$cgroup/cgroup.procs" || exit 125
            exec nsenter --net="/run/netns/$namespace" unshare --mount sh -e -c '
                mount --bind "$1" /etc/hosts
                for folder in ns net; do
                    [ "$2" = 0 ] || mount --bind "/proc/$2/$folder" "/proc/1/$folder"
                done
                shift 2
                exec "$@"' sh "$@"
            """;

    /** The command as it runs here. */
    List<String> within(CgroupTree cgroup, List<String> command) {
        List<String> all = new ArrayList<>(List.of("sh", "-c", ENTER, "sh"));
        all.add(cgroup.folder().toString());
        all.add(network.name());
        all.add(hosts.toString());
        all.add(Long.toString(first));
        all.addAll(command);
        return all;
    }
}
