package io.netwatch.agent.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A network namespace of the test's own, with its loopback up. Closing removes it. */
public final class Namespace implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name;

    private Namespace(String name) {
        this.name = name;
    }

    public static Namespace create() {
        String name = "nwtest-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
        Command.run("ip", "netns", "add", name);
        Namespace namespace = new Namespace(name);
        namespace.run("ip", "link", "set", "lo", "up");
        return namespace;
    }

    public String name() {
        return name;
    }

    /** Its inode, as the kernel names it. */
    public long inode() {
        try {
            return (Long) Files.getAttribute(Path.of("/run/netns", name), "unix:ino");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command in it. */
    public String run(String... command) {
        return Command.run(within(command));
    }

    /** The command as it runs in this namespace. */
    List<String> within(String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
        all.addAll(List.of(command));
        return all;
    }

    /** Joins this one and another by a cable: this end gets {@code local}, the other {@code remote}, both as address/bits. */
    public void connect(Namespace other, String local, String remote) {
        String here = "v" + COUNT.incrementAndGet();
        String there = "v" + COUNT.incrementAndGet();
        Command.run("ip", "-n", name, "link", "add", here, "type", "veth", "peer", "name", there, "netns", other.name);
        up(here, local);
        other.up(there, remote);
    }

    /** From now on nothing that comes in is taken or answered. */
    public void dropAll() {
        run("nft", "add table inet t; add chain inet t in { type filter hook input priority 0; policy drop; }");
    }

    private void up(String link, String address) {
        Command.run("ip", "-n", name, "addr", "add", address, "dev", link, "nodad");
        Command.run("ip", "-n", name, "link", "set", link, "up");
    }

    @Override
    public void close() {
        Command.run("ip", "netns", "del", name);
    }
}
