import io.netwatch.agent.collect.TcpStates;
import io.netwatch.agent.config.AttachMode;
import io.netwatch.agent.event.CgroupEvent;
import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.DnsEvent;
import io.netwatch.agent.event.EventDecoder;
import io.netwatch.agent.event.EventHandler;
import io.netwatch.agent.kernel.EventSource;
import io.netwatch.agent.kernel.Settings;
import io.netwatch.agent.kernel.SourceOpener;
import io.netwatch.agent.libbpf.BpfException;
import io.netwatch.bpf.BpfObjectFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Makes and ends connections in a guest, and prints a line of JSON for each step: how many TCP sockets are in a state, as counted in the
 * kernel since the first step and as the tables of /proc say. The two are read until they agree, for a second.
 */
public final class StatesProbe {
    private static final Path PROC = Path.of("/proc");
    private static final int PAIRS = 300;
    private static final int HELD = 20;
    private static final int HALF_CLOSED = 5;
    private static final int LOOKS = 10;

    private final String mode;
    private final TcpStates counted;
    private final TcpStates read = new TcpStates(PROC, Optional::empty, System::nanoTime);
    private final List<Socket> clients = new ArrayList<>();
    private final List<Socket> servers = new ArrayList<>();

    private StatesProbe(String mode, EventSource source) {
        this.mode = mode;
        this.counted = new TcpStates(PROC, source::states, System::nanoTime);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        byte[] image = BpfObjectFile.read();
        Settings settings = new Settings(4 << 20, 1024, false);
        for (AttachMode mode : List.of(AttachMode.TRACEPOINT, AttachMode.KPROBE)) {
            try (EventSource source = new SourceOpener(
                            () -> image, settings, new EventDecoder(new Deaf()), refused -> {
                                throw new IllegalStateException(refused.toString());
                            })
                    .open(mode)) {
                new StatesProbe(mode.name().toLowerCase(Locale.ROOT), source).run();
            } catch (BpfException e) {
                System.err.println(e.getMessage() + "\n" + e.detail());
            }
        }
        System.exit(0);
    }

    private void run() throws IOException, InterruptedException {
        try (ServerSocket v4 = new ServerSocket(0, 0, InetAddress.getByName("127.0.0.1"));
                ServerSocket v6 = new ServerSocket(0, 0, InetAddress.getByName("::1"))) {
            tell("begin");
            for (int i = 0; i < HELD; i++) {
                connect(i % 2 == 0 ? v4 : v6);
            }
            tell("open");
            for (int i = 0; i < PAIRS; i++) {
                connect(i % 2 == 0 ? v4 : v6);
                clients.remove(HELD).close();
                servers.remove(HELD).close();
            }
            tell("churned");
            for (int i = 0; i < HALF_CLOSED; i++) {
                clients.remove(0).close();
            }
            tell("half");
            for (Socket socket : clients) {
                socket.setSoLinger(true, 0); // a reset
                socket.close();
            }
            for (Socket socket : servers) {
                socket.close();
            }
            tell("end");
        }
    }

    private void connect(ServerSocket listener) throws IOException {
        clients.add(new Socket(listener.getInetAddress(), listener.getLocalPort()));
        servers.add(listener.accept());
    }

    private void tell(String step) throws IOException, InterruptedException {
        TcpStates.Counts kernel = counted.read();
        TcpStates.Counts tables = read.read();
        for (int i = 0; i < LOOKS && !kernel.equals(tables); i++) {
            Thread.sleep(100);
            kernel = counted.read();
            tables = read.read();
        }
        System.out.println("{\"event\":\"states\",\"mode\":\"" + mode + "\",\"step\":\"" + step + "\",\"kernel\":"
                + json(kernel) + ",\"tables\":" + json(tables) + "}");
    }

    private static String json(TcpStates.Counts counts) {
        return "{\"established\":" + counts.established() + ",\"timeWait\":" + counts.timeWait() + ",\"closeWait\":"
                + counts.closeWait() + "}";
    }

    /** Nothing is wanted of the events. */
    private static final class Deaf implements EventHandler {
        @Override
        public void onConnection(ConnectionEvent event) {}

        @Override
        public void onCgroup(CgroupEvent event) {}

        @Override
        public void onDns(DnsEvent event) {}
    }
}
