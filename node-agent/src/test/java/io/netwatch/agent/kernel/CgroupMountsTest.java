package io.netwatch.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupMountsTest {
    @TempDir
    Path folder;

    private Path hierarchy;

    @BeforeEach
    void makeHierarchy() throws IOException {
        hierarchy = Files.createDirectories(folder.resolve("the cgroups"));
        Files.createDirectories(hierarchy.resolve("kubepods/pod1"));
        Files.createDirectories(folder.resolve("self"));
    }

    private CgroupMounts.Cgroup find(String path, String... mounts) throws IOException {
        Files.writeString(folder.resolve("self/mountinfo"), String.join("\n", mounts) + "\n");
        return CgroupMounts.read(folder).find(path);
    }

    private String mount(String root) {
        String point = hierarchy.toString().replace(" ", "\\040");
        return "41 31 0:38 " + root + " " + point + " rw,relatime shared:9 master:1 - cgroup2 cgroup2 rw";
    }

    private static long inode(Path directory) throws IOException {
        return (Long) Files.getAttribute(directory, "unix:ino");
    }

    @Test
    void findsAPathBelowTheMount() throws IOException {
        assertThat(find("/kubepods/pod1", mount("/")))
                .isEqualTo(new CgroupMounts.Cgroup(inode(hierarchy.resolve("kubepods/pod1")), "/kubepods/pod1"));
    }

    @Test
    void findsTheRoot() throws IOException {
        assertThat(find("/", mount("/"))).isEqualTo(new CgroupMounts.Cgroup(inode(hierarchy), "/"));
    }

    @Test
    void findsAPathFromWithinACgroupNamespaceThroughAMountOfTheWhole() throws IOException {
        assertThat(find("/../../kubepods/pod1", mount("/"), mount("/../..")))
                .isEqualTo(new CgroupMounts.Cgroup(inode(hierarchy.resolve("kubepods/pod1")), "/kubepods/pod1"));
    }

    @Test
    void findsAPathThroughAMountOfItsSubtree() throws IOException {
        assertThat(find("/kubepods/pod1", mount("/kubepods")).id()).isZero();
        assertThat(find("/node/kubepods/pod1", mount("/node")))
                .isEqualTo(new CgroupMounts.Cgroup(inode(hierarchy.resolve("kubepods/pod1")), "/node/kubepods/pod1"));
    }

    @Test
    void doesNotKnowWhatIsNotThereOrNotSeen() throws IOException {
        assertThat(find("/gone", mount("/"))).isEqualTo(CgroupMounts.Cgroup.UNKNOWN);
        assertThat(find("/kubepods/pod1 (deleted)", mount("/"))).isEqualTo(CgroupMounts.Cgroup.UNKNOWN);
        assertThat(find("/../kubepods", mount("/"))).isEqualTo(CgroupMounts.Cgroup.UNKNOWN);
        assertThat(find("/kubepods/..", mount("/"))).isEqualTo(CgroupMounts.Cgroup.UNKNOWN);
        assertThat(find("/kubepods-other", mount("/kubepods"))).isEqualTo(CgroupMounts.Cgroup.UNKNOWN);
        assertThat(find("/nul\u0000", mount("/"))).isEqualTo(CgroupMounts.Cgroup.UNKNOWN);
    }

    @Test
    void looksOnlyAtMountsOfTheUnifiedHierarchy() throws IOException {
        String v1 = mount("/").replace("cgroup2 cgroup2", "cgroup cgroup");

        assertThat(find("/kubepods/pod1", v1, "junk", "", "- - - - - - -", "1 2 3 4 5 6 -"))
                .isEqualTo(CgroupMounts.Cgroup.UNKNOWN);
    }

    @Test
    void knowsNothingWithoutTheListOfMounts() {
        assertThat(CgroupMounts.read(folder.resolve("none")).find("/")).isEqualTo(CgroupMounts.Cgroup.UNKNOWN);
    }

    @Test
    void findsTheWholeHierarchyThroughTheFirstProcessWhereItselfSeesAPart() throws IOException {
        Path whole = CgroupMounts.hierarchyRoot(Path.of("/proc"));
        assumeTrue(whole != null, "needs the cgroup2 hierarchy");
        Files.writeString(folder.resolve("self/mountinfo"), mount("/") + "\n");
        assertThat(CgroupMounts.hierarchyRoot(folder))
                .as("a folder that is no root")
                .isNull();

        Files.createDirectories(folder.resolve("1/root"));
        Path link = Files.createSymbolicLink(folder.resolve("1/root/whole"), whole);
        Files.writeString(
                folder.resolve("1/mountinfo"), mount("/../..").replaceFirst(" [^ ]* rw", " /whole rw") + "\n");

        Path found = CgroupMounts.hierarchyRoot(folder);

        assertThat(found).isEqualTo(link);
        assertThat(found.resolve("cgroup.controllers")).exists();
        assertThat(found.resolve("cgroup.type")).as("a root has none").doesNotExist();
        Files.delete(link);
    }
}
