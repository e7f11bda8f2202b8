package io.netwatch.agent.kernel;

import io.netwatch.agent.config.AttachMode;
import io.netwatch.agent.event.EventDecoder;
import io.netwatch.agent.libbpf.BpfException;
import io.netwatch.agent.testbed.Recording;
import io.netwatch.bpf.BpfObjectFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process of a test's own that watches DNS: it says {@code watching}, or why it can't, then {@code connections N} whenever it is
 * asked, and stays until it is killed.
 */
final class DnsHolder {
    private DnsHolder() {}

    public static void main(String[] arguments) throws BpfException, IOException {
        byte[] image = BpfObjectFile.read();
        Recording recording = new Recording();
        EventDecoder decoder = new EventDecoder(recording);
        Settings settings = new Settings(4 << 20, 1024, false);
        try (EventSource source = new SourceOpener(() -> image, settings, decoder, refused -> {
                    throw new AssertionError(refused);
                })
                .open(AttachMode.TRACEPOINT)) {
            try {
                source.watchDns(true);
                System.out.println("watching");
            } catch (BpfException e) {
                System.out.println(e.reason() + " " + e.getMessage());
            }
            while (System.in.read() >= 0) {
                source.drain(Integer.MAX_VALUE);
                System.out.println("connections " + decoder.connections());
            }
        }
    }

    /** Starts it behind a command that starts another, if any. */
    static Process start(String... command) throws IOException {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DnsHolder.class.getName()));
        return new ProcessBuilder(all)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
