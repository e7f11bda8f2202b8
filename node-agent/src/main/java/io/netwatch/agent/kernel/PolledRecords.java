package io.netwatch.agent.kernel;

import io.netwatch.agent.event.CgroupEventEncoder;
import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.ConnectionEventEncoder;
import io.netwatch.agent.event.EventDecoder;
import io.netwatch.agent.kernel.CgroupMounts.Cgroup;
import io.netwatch.agent.kernel.PolledConnection.Change;
import io.netwatch.agent.libbpf.NativeMemory;
import java.util.HashSet;
import java.util.Set;

/** Speaks as the kernel's programs do: writes records of event.h and gives them to a decoder. Used by one thread. */
final class PolledRecords implements AutoCloseable {
    /** Cgroups remembered as announced; then they are forgotten, and each is announced once more. */
    private static final int MAX_ANNOUNCED = 4096;

    private final EventDecoder decoder;
    private final ConnectionEventEncoder connections = new ConnectionEventEncoder();
    private final CgroupEventEncoder cgroups = new CgroupEventEncoder();
    private final Set<Long> announced = new HashSet<>();
    private long record = NativeMemory.allocate(Math.max(ConnectionEvent.BYTES, CgroupEventEncoder.BYTES_MAX));

    PolledRecords(EventDecoder decoder) {
        this.decoder = decoder;
    }

    /** Sends the names of the owner's cgroup. Returns false, and sends nothing, when it is unknown or was announced. */
    boolean announce(PolledConnection connection, long time) {
        Cgroup cgroup = connection.owner().cgroup();
        if (cgroup.id() == 0 || announced.contains(cgroup.id())) {
            return false;
        }
        if (announced.size() == MAX_ANNOUNCED) {
            announced.clear();
        }
        announced.add(cgroup.id());
        decoder.decode(record, cgroups.encode(record, cgroup.id(), time, cgroup.path()));
        return true;
    }

    /** Sends an event. Bytes, round trip and retransmits are not in these files: 0. */
    void send(Change change, long time) {
        PolledConnection connection = change.connection();
        ProcessOwner owner = connection.owner();
        connections
                .begin(record, change.kind(), change.state(), connection.direction())
                .identity(connection.id(), owner.cgroup().id(), connection.key().netns(), connection.flags())
                .times(time, connection.opened())
                .owner(owner.tgid(), owner.tgid(), connection.uid(), owner.comm())
                .ends(connection.key().local(), connection.key().peer());
        decoder.decode(record, ConnectionEvent.BYTES);
    }

    @Override
    public void close() {
        if (record != 0) {
            NativeMemory.free(record);
            record = 0;
        }
    }
}
