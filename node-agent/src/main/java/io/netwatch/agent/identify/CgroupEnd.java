package io.netwatch.agent.identify;

/**
 * An end that is known by its cgroup. It is filled in as names, pod and container become known, and keeps what it had when they are
 * gone. Also an entry of {@link Cgroups}' list by last use.
 */
final class CgroupEnd implements End {
    final long cgroup;
    CgroupEnd older;
    CgroupEnd newer;

    private final Cgroups all;
    private final long met;
    private String path;
    private ContainerName name;
    private LocalPod pod;
    private String container;

    /** @param met CLOCK_BOOTTIME ns of when it was first met */
    CgroupEnd(long cgroup, Cgroups all, long met) {
        this.cgroup = cgroup;
        this.all = all;
        this.met = met;
    }

    /** Null while it is not known. */
    String path() {
        return path;
    }

    /** Null while it is not known. */
    ContainerName name() {
        return name;
    }

    /** Null while it is not known, or for none. */
    LocalPod pod() {
        return pod;
    }

    void named(String itsPath, ContainerName itsName) {
        path = itsPath;
        name = itsName;
    }

    void belongsTo(LocalPod owner) {
        pod = owner;
        String named = owner.containerOf(name);
        container = named != null ? named : container;
    }

    boolean isUnnamedPod() {
        return pod == null && name != null && name.isOfPod();
    }

    @Override
    public Party party() {
        if (pod != null) {
            NodePod known = pod.pod();
            return new Party(
                    Party.Kind.POD,
                    Attribution.CGROUP,
                    !all.isApiServerHeard(),
                    known.namespace(),
                    known.name(),
                    known.uid(),
                    known.workload(),
                    container,
                    all.node(),
                    null);
        }
        if (name != null && name.isHost()) {
            return Party.HOST;
        }
        return name != null && name.podUid() != null ? Party.UNNAMED_POD : Party.UNKNOWN;
    }

    @Override
    public boolean isSettled() {
        // a pause container is in no status, ever
        boolean isContainer = pod != null && (container != null || name.container() == null);
        return isContainer || (name != null && !name.isOfPod()) || !all.isWaiting(met); // the clock last: it costs most
    }
}
