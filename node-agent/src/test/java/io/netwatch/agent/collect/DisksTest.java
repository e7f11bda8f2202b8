package io.netwatch.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.strings;

import io.netwatch.api.snapshot.DiskIo;
import io.netwatch.api.snapshot.DiskUsage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DisksTest {
    @TempDir
    Path folder;

    private Disks disks;

    @BeforeEach
    void open() {
        disks = new Disks(folder.resolve("mountinfo"), folder.resolve("diskstats"), new HostRoot(folder));
    }

    private void write(String file, String text) {
        try {
            Files.write(folder.resolve(file), text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<DiskUsage> usage() {
        try {
            return disks.usage();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DiskIo io() {
        try {
            return disks.io();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> mounts(String... rows) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String row : rows) {
            text.append("36 35 ").append(row).append('\n');
        }
        write("mountinfo", text.toString());
        return usage().stream().map(DiskUsage::mountPoint).toList();
    }

    @Test
    void showsADiskOnceThoughItIsMountedOften() throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.createDirectories(folder.resolve("v"));

        assertThat(mounts(
                        "8:1 /pods/x /v rw - ext4 /dev/sda1 rw",
                        "8:1 / /data rw,noatime shared:1 - ext4 /dev/sda1 rw",
                        "8:1 / / rw - ext4 /dev/sda1 rw",
                        "8:1 / /data rw - ext4 /dev/root rw"))
                .containsExactly("/");
    }

    @Test
    void showsABindMountOfADiskThatIsNowhereWhole() throws IOException {
        Files.createDirectories(folder.resolve("etc"));

        assertThat(mounts("8:1 /var/x/hosts /etc rw - ext4 /dev/sda1 rw")).containsExactly("/etc");
    }

    @Test
    void leavesOutWhatIsNoDiskOrMayHang() throws IOException {
        for (String name : List.of("a", "b", "c", "d", "e", "f", "g")) {
            Files.createDirectories(folder.resolve(name));
        }

        assertThat(mounts(
                        "0:25 / /a rw - tmpfs tmpfs rw",
                        "0:26 / /b rw - nfs4 server:/export rw",
                        "0:27 / /c rw - cifs //server/share rw",
                        "0:28 / /d rw - fuse.sshfs host: rw",
                        "8:33 / /e rw - fuseblk /dev/sdc1 rw",
                        "7:1 / /f ro - squashfs /dev/loop1 ro",
                        "11:0 / /g ro - iso9660 /dev/sr0 ro"))
                .isEmpty();
    }

    @Test
    void leavesOutADiskThatAnotherMountHides() throws IOException {
        Files.createDirectories(folder.resolve("mnt"));

        assertThat(mounts("8:1 / /mnt rw - ext4 /dev/sda1 rw", "0:9 / /mnt rw - tmpfs tmpfs rw"))
                .isEmpty();
    }

    @Test
    void showsVolumesOfOneFileSystemOnce() throws IOException {
        Files.createDirectories(folder.resolve("home"));

        assertThat(mounts("0:31 /@ / rw - btrfs /dev/sda2 rw", "0:32 /@home /home rw - btrfs /dev/sda2 rw"))
                .containsExactly("/");
    }

    @Test
    void readsNamesWithBlanks() throws IOException {
        Files.createDirectories(folder.resolve("my disk\\#1"));

        assertThat(mounts("8:1 / /my\\040disk\\134\\0431 rw - ext4 /dev/sda1 rw"))
                .containsExactly("/my disk\\#1");
    }

    @Test
    void leavesOutAMountThatIsNotThere() throws IOException {
        assertThat(mounts("8:1 / /gone rw - ext4 /dev/sda1 rw")).isEmpty();
    }

    @Test
    void sumsWholeDisks() {
        write("diskstats", """
                   7       0 loop0 1 0 1000 0 1 0 1000 0 0 0 0
                   1       0 ram0 1 0 1000 0 1 0 1000 0 0 0 0
                 252       0 zram0 1 0 1000 0 1 0 1000 0 0 0 0
                 253       0 dm-0 1 0 1000 0 1 0 1000 0 0 0 0
                   9       0 md127 1 0 1000 0 1 0 1000 0 0 0 0
                   8       0 sda 9 0 10 0 9 0 20 0 0 0 0 0 0 0 0 0 0
                   8       1 sda1 9 0 5 0 9 0 15 0 0 0 0
                  65       0 sdaa 9 0 100 0 9 0 200 0 0 0 0
                   8     240 sdp 9 0 1 0 9 0 2 0 0 0 0
                   8     241 sdp1 9 0 1 0 9 0 2 0 0 0 0
                 259       0 nvme0n1 9 0 1000 0 9 0 2000 0 0 0 0
                 259       1 nvme0n1p1 9 0 1000 0 9 0 2000 0 0 0 0
                 259       2 nvme0n1p12 9 0 1000 0 9 0 2000 0 0 0 0
                 179       0 mmcblk0 9 0 10000 0 9 0 20000 0 0 0 0
                 179       1 mmcblk0p1 9 0 10000 0 9 0 20000 0 0 0 0
                 202       1 xvda1 9 0 100000 0 9 0 200000 0 0 0 0
                junk
                """);

        assertThat(io()).isEqualTo(new DiskIo(111_111L * 512, 222_222L * 512));
    }

    @Test
    void failsWhenThereIsNothingToRead() {
        assertThatThrownBy(() -> disks.usage()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> disks.io()).isInstanceOf(IOException.class);
    }

    @Test
    void takesAnyText() {
        qt().withExamples(300)
                .forAll(strings().allPossible().ofLengthBetween(0, 100))
                .checkAssert(text -> {
                    write(
                            "mountinfo",
                            "1 1 8:3 / /\\000 rw - ext4 /dev/y rw\n" + text + "\n36 35 8:1 / /" + text
                                    + " rw - ext4 /dev/sda1 rw\n1 1 8:2 / / rw - ext4 /dev/x rw\n");
                    write("diskstats", text + "\n8 0 sda 9 0 10 0 9 0 20 0 0 0 0\n8 0 " + text + " 9 0 1\n");
                    assertThat(usage()).isNotEmpty();
                    assertThat(io().readBytes()).isGreaterThanOrEqualTo(5120);
                });
    }
}
