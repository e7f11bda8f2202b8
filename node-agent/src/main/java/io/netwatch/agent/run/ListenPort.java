package io.netwatch.agent.run;

import io.netwatch.agent.config.ListenAddress;
import io.netwatch.api.node.ExitReason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Looks before HTTP listens, as it is the only time at which a taken port can be said in one sentence. */
final class ListenPort {
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private ListenPort() {}

    /** 127.0.0.1 and this port. */
    static ListenAddress onLoopback(int port) {
        try {
            return new ListenAddress(InetAddress.getByAddress(LOOPBACK), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    /** Throws unless this address has this port to give; port 0 always is. The flag is the one to change. */
    static void check(ListenAddress wanted, String flag) throws Refusal {
        try (ServerSocket probe = new ServerSocket(wanted.port(), 1, wanted.address())) {
            if (!probe.isBound()) {
                throw new IOException("not bound");
            }
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            throw why.contains("in use")
                    ? new Refusal(
                            ExitReason.PORT_TAKEN,
                            "port " + wanted.port() + " on " + wanted.address().getHostAddress()
                                    + " is taken; choose another with " + flag + ", or 0 for any")
                    : new Refusal(
                            ExitReason.ADDRESS_UNAVAILABLE,
                            "can't listen on " + wanted + " (" + why + "); choose an address of this machine with "
                                    + flag);
        }
    }
}
