package io.netwatch.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netwatch.agent.testbed.Command;
import io.netwatch.agent.testbed.RequiresKernelEvents;
import io.netwatch.api.snapshot.DiskIo;
import io.netwatch.api.snapshot.DiskUsage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against what {@code df} says, and {@code /sys/block}. */
@RequiresKernelEvents
class DisksLiveTest {
    private static final Path DISK_STATS = Path.of("/proc/diskstats");
    private static final long SLACK = 256L << 20; // others write meanwhile

    @TempDir
    Path folder;

    /** Columns: size used available share. */
    private static void assertAgrees(DiskUsage usage, String df, long slack) {
        String[] columns = df.lines().skip(1).findFirst().orElseThrow().strip().split(" +", -1);
        assertThat(usage.totalBytes()).isEqualTo(Long.parseLong(columns[0]));
        assertThat(usage.usedBytes()).isCloseTo(Long.parseLong(columns[1]), within(slack));
        assertThat(usage.availableBytes()).isCloseTo(Long.parseLong(columns[2]), within(slack));
        assertThat(usage.usagePct()).isCloseTo(Double.parseDouble(columns[3].replace("%", "")), within(1.0));
    }

    @Test
    void agreesWithDfOfThisMachine() throws IOException {
        Disks disks = new Disks(Path.of("/proc/self/mountinfo"), DISK_STATS, new HostRoot(Path.of("/")));

        List<DiskUsage> usages = disks.usage();

        assertThat(usages).isNotEmpty();
        for (DiskUsage usage : usages) {
            assertAgrees(usage, Command.run("df", "-B1", "--output=size,used,avail,pcent", usage.mountPoint()), SLACK);
        }
        assertThat(usages).extracting(DiskUsage::device).doesNotHaveDuplicates();
    }

    @Test
    void seesTheMountsOfAnotherProcessThroughItsRoot() throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/loop-control")), "needs loop devices, to mount a disk of its own");
        Path point = Files.createDirectories(folder.resolve("a disk"));
        Path bound = Files.createDirectories(folder.resolve("b"));
        Path image = folder.resolve("image");
        Command.run("truncate", "-s", "16M", image.toString());
        Command.run("mkfs.ext4", "-q", image.toString());
        String script = "mount -o loop '" + image + "' '" + point + "' && mount --bind '" + point + "' '" + bound
                + "' && dd if=/dev/zero of='" + point + "/x' bs=1M count=5 status=none && sync && df -B1"
                + " --output=size,used,avail,pcent '" + point + "' && read -r line; umount '" + bound + "' '" + point
                + "'";
        Process holder = new ProcessBuilder("unshare", "-m", "sh", "-c", script).start();
        try {
            String df = holder.inputReader(StandardCharsets.UTF_8).readLine() + "\n"
                    + holder.inputReader(StandardCharsets.UTF_8).readLine();
            Path process = Path.of("/proc/" + holder.pid());
            Disks disks = new Disks(process.resolve("mountinfo"), DISK_STATS, new HostRoot(process.resolve("root")));

            List<DiskUsage> usages = disks.usage();

            assertThat(usages)
                    .filteredOn(usage -> usage.device().startsWith("/dev/loop"))
                    .singleElement()
                    .satisfies(usage -> {
                        assertThat(usage.mountPoint()).isIn(point.toString(), bound.toString());
                        assertThat(usage.usedBytes()).isGreaterThan(5 << 20);
                        assertAgrees(usage, df, 0);
                    });
        } finally {
            holder.getOutputStream().close();
            holder.onExit().join();
        }
    }

    @Test
    void agreesWithTheKernelsOwnListOfWholeDisks() throws IOException {
        Disks disks = new Disks(Path.of("/proc/self/mountinfo"), DISK_STATS, new HostRoot(Path.of("/")));
        DiskIo before = disks.io();
        long read = 0;
        long written = 0;
        try (var blocks = Files.newDirectoryStream(Path.of("/sys/block"))) {
            for (Path block : blocks) {
                if (!block.getFileName().toString().matches("(loop|ram|zram|dm-|md).*")) {
                    String[] fields =
                            Files.readString(block.resolve("stat")).strip().split(" +", -1);
                    read += Long.parseLong(fields[2]) * 512;
                    written += Long.parseLong(fields[6]) * 512;
                }
            }
        }
        DiskIo after = disks.io();

        assertThat(read).isBetween(before.readBytes(), after.readBytes()).isPositive();
        assertThat(written).isBetween(before.writeBytes(), after.writeBytes()).isPositive();
    }
}
