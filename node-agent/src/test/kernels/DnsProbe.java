import io.netwatch.agent.config.AttachMode;
import io.netwatch.agent.event.CgroupEvent;
import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.DnsEvent;
import io.netwatch.agent.event.Endpoint;
import io.netwatch.agent.event.EventDecoder;
import io.netwatch.agent.event.EventHandler;
import io.netwatch.agent.kernel.EventSource;
import io.netwatch.agent.kernel.Settings;
import io.netwatch.agent.kernel.SourceOpener;
import io.netwatch.agent.libbpf.BpfException;
import io.netwatch.bpf.BpfObjectFile;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Watches DNS in a guest, and answers there on port 53: each question with itself, marked as an answer. Prints a line of JSON for
 * each DNS event, until its input ends; on stderr that it is ready, or why not.
 */
public final class DnsProbe implements EventHandler {
    private static final int PORT = 53;
    private static final int MESSAGE_MAX = 65_535;

    public static void main(String[] arguments) throws IOException, BpfException, InterruptedException {
        byte[] image = BpfObjectFile.read();
        Settings settings = new Settings(4 << 20, 1024, false);
        EventDecoder decoder = new EventDecoder(new DnsProbe());
        answer();
        try (EventSource source = new SourceOpener(() -> image, settings, decoder, refused -> {
                    throw new IllegalStateException(refused.toString());
                })
                .open(AttachMode.TRACEPOINT)) {
            source.watchDns(true);
            System.err.println("attached: dns");
            while (System.in.available() == 0) {
                source.drain(Integer.MAX_VALUE);
                Thread.sleep(50);
            }
            source.drain(Integer.MAX_VALUE);
            source.watchDns(false);
            System.err.println("counts: " + source.counts());
        } catch (BpfException e) {
            System.err.println(e.getMessage() + "\n" + e.detail());
        }
        System.exit(0);
    }

    private static void answer() throws IOException {
        DatagramSocket datagrams = new DatagramSocket(PORT);
        ServerSocket listener = new ServerSocket(PORT);
        new Thread(() -> repeat(() -> answer(datagrams))).start();
        new Thread(() -> repeat(() -> answer(listener))).start();
    }

    private static void answer(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[MESSAGE_MAX], MESSAGE_MAX);
        socket.receive(packet);
        packet.getData()[2] |= (byte) 0x80;
        socket.send(packet);
    }

    private static void answer(ServerSocket listener) throws IOException {
        try (Socket socket = listener.accept()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] message = new byte[in.readUnsignedShort()];
            in.readFully(message);
            message[2] |= (byte) 0x80;
            byte[] answer = new byte[message.length + 2];
            answer[0] = (byte) (message.length >>> 8);
            answer[1] = (byte) message.length;
            System.arraycopy(message, 0, answer, 2, message.length);
            new DataOutputStream(socket.getOutputStream()).write(answer);
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void repeat(Step step) {
        while (true) {
            try {
                step.run();
            } catch (IOException e) {
                System.err.println(e);
            }
        }
    }

    @Override
    public void onConnection(ConnectionEvent event) {}

    @Override
    public void onCgroup(CgroupEvent event) {}

    @Override
    public void onDns(DnsEvent e) {
        byte[] message = new byte[e.captured()];
        e.copyMessage(message);
        System.out.println("{\"event\":\"dns\",\"protocol\":\"" + (e.isTcp() ? "tcp" : "udp") + "\",\"direction\":\""
                + e.direction().name().toLowerCase(Locale.ROOT) + "\",\"local\":" + end(e.local()) + ",\"peer\":"
                + end(e.peer()) + ",\"cgroup\":{\"id\":\"" + e.cgroup() + "\"},\"length\":" + e.length()
                + ",\"message\":\"" + HexFormat.of().formatHex(message) + "\"}");
    }

    private static String end(Endpoint end) {
        return "{\"address\":\"" + end.address() + "\",\"port\":" + end.port() + "}";
    }
}
