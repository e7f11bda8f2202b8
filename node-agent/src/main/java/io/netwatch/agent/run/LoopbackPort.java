package io.netwatch.agent.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Looks before HTTP listens, as it is the only time at which a taken port can be said in one sentence. */
final class LoopbackPort {
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private LoopbackPort() {}

    /** Whether 127.0.0.1 has this port to give; 0 always is. */
    static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByAddress(LOOPBACK))) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
