package io.netwatch.agent.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Which hierarchy names processes on this machine. */
final class CgroupVersion {
    private CgroupVersion() {}

    /** Whether cgroup2 is mounted nowhere, so that only v1's memory hierarchy tells pods apart, proc_pid_mountinfo(5). */
    static boolean isV1Only(Path procRoot) {
        try {
            List<String> mounts = Files.readAllLines(procRoot.resolve("self/mountinfo"));
            return mounts.stream().noneMatch(line -> line.contains(" - cgroup2 "))
                    && mounts.stream().anyMatch(line -> line.contains(" - cgroup "));
        } catch (IOException e) {
            return false;
        }
    }
}
