package io.netwatch.agent.kernel;

import io.netwatch.agent.libbpf.BpfException;
import io.netwatch.agent.libbpf.BpfObject;
import io.netwatch.agent.libbpf.FailureReason;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The programs that see DNS, attached to the root of the cgroup2 hierarchy and so to every socket. They are an object of their own,
 * made when they are wanted, which shares its maps with the one of connections: a kernel that refuses them refuses nothing else, and
 * while nobody wants them they cost nothing. Closing detaches them, and so does the end of the process.
 */
final class DnsWatch implements AutoCloseable {
    private static final List<String> PROGRAMS = List.of("dns_sent", "dns_received");
    private static final Path PROC = Path.of("/proc");

    /** Reasons whose sentences speak of the programs of connections. */
    private static final Set<FailureReason> REFUSALS =
            EnumSet.of(FailureReason.VERIFIER_REJECTED, FailureReason.LOAD_REFUSED);

    private final BpfObject object;

    private DnsWatch(BpfObject object) {
        this.object = object;
    }

    /** Loads and attaches them; on failure nothing is left behind. {@code connections} is loaded. */
    static DnsWatch open(byte[] image, ProgramSet programs, Settings settings, BpfObject connections)
            throws BpfException {
        Path root = CgroupMounts.hierarchyRoot(PROC);
        if (root == null) {
            throw new BpfException(
                    FailureReason.ATTACH_REFUSED,
                    "DNS is seen at the root of the cgroup2 hierarchy, which is not mounted here: mount it, or, for an agent in a"
                            + " container, let it see the processes of its host.",
                    "");
        }
        BpfObject object = BpfObject.open(image);
        try {
            settings.write(object.settings(), programs);
            object.share(connections);
            load(object);
            for (String program : PROGRAMS) {
                object.attach(program, root);
            }
            return new DnsWatch(object);
        } catch (BpfException | RuntimeException e) {
            object.close();
            throw e;
        }
    }

    private static void load(BpfObject object) throws BpfException {
        try {
            object.load(Set.copyOf(PROGRAMS));
        } catch (BpfException e) {
            if (!REFUSALS.contains(e.reason())) {
                throw e;
            }
            throw new BpfException(
                    e.reason(),
                    "This kernel refuses the programs that see DNS, and takes those that see connections: report it with this"
                            + " kernel's version.",
                    e.detail());
        }
    }

    @Override
    public void close() {
        object.close();
    }
}
