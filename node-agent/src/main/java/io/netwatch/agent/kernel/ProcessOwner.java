package io.netwatch.agent.kernel;

/**
 * The process that holds a socket.
 *
 * @param tgid process; 0 = unknown
 * @param comm name of its main thread
 * @param cgroup id 0 = unknown
 */
record ProcessOwner(int tgid, String comm, CgroupMounts.Cgroup cgroup) {
    static final ProcessOwner UNKNOWN = new ProcessOwner(0, "", CgroupMounts.Cgroup.UNKNOWN);
}
