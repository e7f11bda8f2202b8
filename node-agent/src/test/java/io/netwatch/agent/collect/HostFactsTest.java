package io.netwatch.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.netwatch.agent.testbed.Command;
import io.netwatch.api.snapshot.HostInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostFactsTest {
    private static final String ID = "6c2f4a0e-0000-4000-8000-000000000001";

    @TempDir
    Path proc;

    @TempDir
    Path root;

    private void write(Path folder, String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private HostInfo read(String hostname) {
        return HostFacts.read(proc, new HostRoot(root), ID, hostname);
    }

    @Test
    void readsAllOfThem() throws IOException {
        write(root, "etc/os-release", "NAME=\"Debian\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n");
        write(proc, "sys/kernel/osrelease", "6.1.0-18-amd64\n");
        write(proc, "uptime", "8123.77 61234.01\n");
        write(
                proc,
                "cpuinfo",
                "processor\t: 0\nmodel name\t: Some CPU @ 2.00GHz\n\nprocessor\t: 1\nmodel name\t: Some CPU\n");
        write(proc, "meminfo", "MemTotal: 1000 kB\n");

        assertThat(read("node-1"))
                .isEqualTo(new HostInfo(
                        ID,
                        "node-1",
                        "Debian GNU/Linux 12 (bookworm)",
                        "6.1.0-18-amd64",
                        8123L,
                        "Some CPU @ 2.00GHz",
                        2,
                        1_024_000L));
    }

    @Test
    void isNullWhereNothingIsTold() {
        assertThat(read(null)).isEqualTo(new HostInfo(ID, "unknown", null, null, null, null, null, null));
    }

    @Test
    void takesTheHostsOwnNameBeforeThatOfAPod() throws IOException {
        write(proc, "sys/kernel/hostname", "agent-x7f9k\n");
        assertThat(read(null).hostname()).isEqualTo("agent-x7f9k");

        write(root, "etc/hostname", "node-1\n");

        assertThat(read(null).hostname()).isEqualTo("node-1");
    }

    @Test
    void readsUnquotedAndEscapedNames() throws IOException {
        write(root, "usr/lib/os-release", "PRETTY_NAME='My \\\"Linux\\\"'\n");
        assertThat(read(null).os()).isEqualTo("My \"Linux\"");

        write(root, "usr/lib/os-release", "PRETTY_NAME=Plain\n");

        assertThat(read(null).os()).isEqualTo("Plain");
    }

    @Test
    void followsLinksAsTheHostDoes() throws IOException {
        write(root, "nix/store/x/os-release", "PRETTY_NAME=\"NixOS\"\n");
        Files.createDirectories(root.resolve("etc"));
        Files.createSymbolicLink(root.resolve("etc/static"), Path.of("/nix/store/x"));
        Files.createSymbolicLink(root.resolve("etc/os-release"), Path.of("/etc/static/os-release"));

        assertThat(read(null).os()).isEqualTo("NixOS");
    }

    @Test
    void staysBelowTheRootAndOutOfCircles() throws IOException {
        Files.createDirectories(root.resolve("etc"));
        Files.createSymbolicLink(root.resolve("etc/hostname"), Path.of("../../../../../up"));
        Files.createSymbolicLink(root.resolve("etc/os-release"), Path.of("os-release"));

        assertThat(new HostRoot(root).find("/etc/hostname")).isEqualTo(root.resolve("up"));
        assertThat(read(null).os()).isNull();
    }

    @Test
    void agreesWithThisMachine() throws IOException {
        HostInfo info = HostFacts.read(Path.of("/proc"), new HostRoot(Path.of("/")), ID, null);

        assertThat(info.kernel()).isEqualTo(Command.run("uname", "-r").strip());
        assertThat(info.os())
                .isEqualTo(Command.run("sh", "-c", ". /etc/os-release; echo \"$PRETTY_NAME\"")
                        .strip());
        assertThat(info.cpuCores())
                .isEqualTo(Integer.parseInt(Command.run("nproc", "--all").strip()));
        assertThat(info.uptimeSecs())
                .isCloseTo(
                        (long) Double.parseDouble(
                                Files.readString(Path.of("/proc/uptime")).split(" ", 2)[0]),
                        within(2L));
    }
}
